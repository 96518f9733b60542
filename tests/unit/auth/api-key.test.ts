import { beforeEach, describe, expect, it } from "vitest";
import { principalOfEnvironmentKey } from "@/lib/auth/api-key";
import { parseSettings } from "@/lib/platform/settings";

const ADMIN = "abcdefghijklmnopqrstuvwxyz012345";
const POS = "543210zyxwvutsrqponmlkjihgfedcba";

beforeEach(() => {
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  const settings = parseSettings({
    ENVIRONMENT: "development",
    BLADNIR_ADMIN_KEY: ADMIN,
    BLADNIR_KEY_POS: `${POS}:technician`,
  });
  registry.__controlTower = new Map([["settings", settings]]);
});

describe("an API key", () => {
  it("is its holder's, with the role that the settings gave it", () => {
    expect(principalOfEnvironmentKey(ADMIN)?.actor).toEqual({
      kind: "api_key",
      id: "api_key:admin",
      role: "admin",
    });
    expect(principalOfEnvironmentKey(POS)?.actor).toEqual({
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
    expect(principalOfEnvironmentKey(key)).toBeNull();
  });
});
