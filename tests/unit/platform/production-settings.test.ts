import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isWeakSecret } from "@/lib/platform/is-weak-secret";
import { parseSettings, SettingsError } from "@/lib/platform/settings";

const KEY = "abcdefghijklmnopqrstuvwxyz012345";
const SECRETS = {
  NEXTAUTH_SECRET: `${KEY}n`,
  ENCRYPTION_KEY: `${KEY}e`,
  AUDIT_SIGNING_KEY: `${KEY}a`,
};
const PRODUCTION = { ENVIRONMENT: "prod", BLADNIR_ADMIN_KEY: KEY, ...SECRETS };
const NEXTAUTH_URL = "https://tower.example.com";

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseSettings(environment);
    return [];
  } catch (error) {
    return error instanceof SettingsError ? error.faults : [`bug: ${error}`];
  }
}

describe("production", () => {
  it("wants each of its secrets, and asks for two pairs of eyes", () => {
    expect(faultsOf({ ENVIRONMENT: "production" }).map((fault) => fault.split(":")[0])).toEqual([
      "BLADNIR_ADMIN_KEY",
      ...Object.keys(SECRETS),
      "NEXTAUTH_URL",
    ]);
    const settings = parseSettings({ ...PRODUCTION, NEXTAUTH_URL });
    expect(settings.fourEyes).toBe(true);
  });

  it.each(Object.keys(SECRETS))("takes no weak %s", (name) => {
    const weak = {
      ...PRODUCTION,
      NEXTAUTH_URL,
      [name]: "ab".repeat(20),
    };
    expect(faultsOf(weak)).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  it.each([
    "changemechangemechangemechangeme123456",
    "Change-Me-Change-Me-Change-Me-2026-11",
    "password12345678password12345678abcd",
    "my-super-secret-password-for-production-2026",
    "secret01234567890123456789",
    "0123456789abcdef0123456789abcdef",
  ])("takes %s for no secret and no key", (weak) => {
    const secret = { ...PRODUCTION, NEXTAUTH_URL, AUDIT_SIGNING_KEY: weak };
    expect(faultsOf(secret)).toEqual([expect.stringMatching(/^AUDIT_SIGNING_KEY: /)]);
    const key = { ...PRODUCTION, NEXTAUTH_URL, BLADNIR_KEY_POS: `${weak}:technician` };
    expect(faultsOf(key)).toEqual([expect.stringMatching(/^BLADNIR_KEY_POS: /)]);
  });

  it("takes every random secret, with or without a word before it", () => {
    for (let i = 0; i < 2000; i += 1) {
      const bytes = createHash("sha256").update(`${i}`).digest();
      const hex = bytes.toString("hex");
      for (const random of [hex, hex.slice(32), bytes.toString("base64url"), `secret_${hex}`]) {
        expect(isWeakSecret(random), random).toBe(false);
      }
    }
  });

  it("takes no secret for two purposes, and never shows it", () => {
    const same = Object.keys(SECRETS).map((name) => [name, KEY] as const);
    const faults = faultsOf({ ...PRODUCTION, NEXTAUTH_URL, ...Object.fromEntries(same) });
    const pairs = faults.map((fault) => fault.split(";")[0]);
    expect(pairs).toEqual([
      "NEXTAUTH_SECRET: the same as BLADNIR_ADMIN_KEY",
      "ENCRYPTION_KEY: the same as BLADNIR_ADMIN_KEY",
      "ENCRYPTION_KEY: the same as NEXTAUTH_SECRET",
      "AUDIT_SIGNING_KEY: the same as BLADNIR_ADMIN_KEY",
      "AUDIT_SIGNING_KEY: the same as NEXTAUTH_SECRET",
      "AUDIT_SIGNING_KEY: the same as ENCRYPTION_KEY",
    ]);
    expect(faults.join()).not.toContain(KEY);
  });

  it.each([
    [{ BLADNIR_KEY_POS: `${KEY}e:technician` }, "ENCRYPTION_KEY: the same as BLADNIR_KEY_POS"],
    [{ BLADNIR_KEY_POS: `${KEY}:technician` }, "BLADNIR_KEY_POS: another name holds the same key"],
    [
      {
        OIDC_ISSUER: "https://id.example.com",
        OIDC_CLIENT_ID: "ct",
        OIDC_CLIENT_SECRET: `${KEY}a`,
      },
      "OIDC_CLIENT_SECRET: the same as AUDIT_SIGNING_KEY",
    ],
  ])("nor %j beside its own", (given, fault) => {
    expect(faultsOf({ ...PRODUCTION, NEXTAUTH_URL, ...given })).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it("alone asks for that", () => {
    const same = { BLADNIR_ADMIN_KEY: KEY, NEXTAUTH_SECRET: KEY, ENCRYPTION_KEY: KEY };
    expect(faultsOf({ ENVIRONMENT: "development", ...same })).toEqual([]);
  });

  it.each(["https://tower.example.com", "http://localhost:8000", "http://[::1]:8000"])(
    "takes %s for its address",
    (url) => {
      expect(faultsOf({ ...PRODUCTION, NEXTAUTH_URL: url })).toEqual([]);
    },
  );

  it.each(["http://tower.example.com", "http://localhost.example.com", "tower.example.com"])(
    "does not take %s, where cookies could be read on the way",
    (url) => {
      expect(faultsOf({ ...PRODUCTION, NEXTAUTH_URL: url })).toEqual([
        expect.stringMatching(/^NEXTAUTH_URL: /),
      ]);
    },
  );
});

const OIDC = {
  OIDC_ISSUER: "https://id.example.com",
  OIDC_CLIENT_ID: "ct",
  OIDC_CLIENT_SECRET: "secret",
  NEXTAUTH_URL: "https://tower.example.com",
};

describe("the first administrator's password", () => {
  const withLength = (length: number) =>
    faultsOf({
      BLADNIR_ADMIN_EMAIL: "ada@example.com",
      BLADNIR_ADMIN_PASSWORD: "seven geese".padEnd(length, "x"),
    });

  it.each([15, 256])("may have %i characters", (length) => {
    expect(withLength(length)).toEqual([]);
  });

  it.each([14, 257])("may not have %i, which no form would take", (length) => {
    expect(withLength(length)).toEqual(["BLADNIR_ADMIN_PASSWORD: give 15 to 256 characters"]);
  });
});

describe("settings that belong together", () => {
  it.each([
    [{ BLADNIR_ADMIN_EMAIL: "a@example.com" }, "BLADNIR_ADMIN_PASSWORD"],
    [{ ...OIDC, OIDC_CLIENT_SECRET: "" }, "OIDC_CLIENT_SECRET"],
    [{ ...OIDC, NEXTAUTH_URL: "" }, "NEXTAUTH_URL"],
  ])("%j wants %s too", (given, missing) => {
    expect(faultsOf(given)).toEqual([expect.stringMatching(new RegExp(`^${missing}: required`))]);
  });
});
