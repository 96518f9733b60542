import { describe, expect, it } from "vitest";
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

describe("settings that belong together", () => {
  it.each([
    [{ BLADNIR_ADMIN_EMAIL: "a@example.com" }, "BLADNIR_ADMIN_PASSWORD"],
    [{ ...OIDC, OIDC_CLIENT_SECRET: "" }, "OIDC_CLIENT_SECRET"],
    [{ ...OIDC, NEXTAUTH_URL: "" }, "NEXTAUTH_URL"],
  ])("%j wants %s too", (given, missing) => {
    expect(faultsOf(given)).toEqual([expect.stringMatching(new RegExp(`^${missing}: required`))]);
  });
});
