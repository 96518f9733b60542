import { beforeEach, describe, expect, it } from "vitest";
import { actorOfApiKey, actorOfSession, sessionSubjectOf } from "@/lib/auth/api-key";
import { parseSettings } from "@/lib/platform/settings";

const ADMIN = "abcdefghijklmnopqrstuvwxyz012345";
const POS = "543210zyxwvutsrqponmlkjihgfedcba";

beforeEach(() => {
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  const settings = parseSettings({
    ENVIRONMENT: "production",
    BLADNIR_ADMIN_KEY: ADMIN,
    BLADNIR_KEY_POS: `${POS}:technician`,
  });
  registry.__controlTower = new Map([["settings", settings]]);
});

describe("an API key", () => {
  it("is its holder's, with the role that the settings gave it", () => {
    expect(actorOfApiKey(ADMIN)).toEqual({ kind: "api_key", id: "api_key:admin", role: "admin" });
    expect(actorOfApiKey(POS)).toEqual({
      kind: "api_key",
      id: "api_key:pos",
      role: "technician",
    });
  });

  it.each([
    "",
    " ",
    ADMIN.slice(1),
    `${ADMIN} `,
    ADMIN.toUpperCase(),
    `${POS}:technician`,
    "admin",
  ])("%j is nobody's", (key) => {
    expect(actorOfApiKey(key)).toBeNull();
  });
});

describe("a session", () => {
  it("holds the key's name and has its role", () => {
    const subject = sessionSubjectOf(POS);
    expect(subject).toMatch(/^pos:[0-9a-f]{16}$/);
    const actor = { kind: "user", id: "user:pos", role: "technician" };
    expect(actorOfSession(subject ?? "")).toEqual(actor);
  });

  it.each(["", "pos", "pos:0123456789abcdef", "nobody", "toString"])(
    "of %j is nobody's",
    (name) => {
      expect(actorOfSession(name)).toBeNull();
    },
  );

  it("ends when its key is changed under the same name", () => {
    const subject = sessionSubjectOf(POS) ?? "";
    const changed = { BLADNIR_KEY_POS: `${POS.toUpperCase()}:technician` };
    const settings = parseSettings({ BLADNIR_ADMIN_KEY: ADMIN, ...changed });
    const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
    registry.__controlTower = new Map([["settings", settings]]);
    expect(actorOfSession(subject)).toBeNull();
  });
});
