import { describe, expect, it } from "vitest";
import { assertMayGrant, type Grant, narrower, parseGrant } from "@/lib/auth/grant";
import type { Actor } from "@/lib/kernel/context";

const grant = (more: Partial<Grant> = {}): Grant => ({
  role: "technician",
  permissions: null,
  sites: "*",
  ...more,
});
const caller = (actor: Partial<Actor> = {}, sites: Grant["sites"] = "*") => ({
  actor: { kind: "user", id: "user:ann", role: "admin", ...actor } as Actor,
  sites,
});

function refusal(ctx: ReturnType<typeof caller>, given: Grant): string {
  try {
    assertMayGrant(ctx, given);
    return "none";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("nobody hands out more than they have:", () => {
  const few = new Set(["keys:manage", "cases:read"] as const);
  it.each([
    ["an administrator may give any role", caller(), grant({ role: "admin" }), "none"],
    [
      "but no higher one than their own",
      caller({ role: "pharmacist" }),
      grant({ role: "supervisor" }),
      "forbidden",
    ],
    [
      "nor what the role does not have",
      caller(),
      grant({ permissions: ["keys:manage"] }),
      "invalid",
    ],
    [
      "nor all of a role to who has a part of it",
      caller({ permissions: few }),
      grant(),
      "forbidden",
    ],
    [
      "but the part they have",
      caller({ permissions: few }),
      grant({ permissions: ["cases:read"] }),
      "none",
    ],
    ["nor every site to who has one", caller({}, ["a"]), grant(), "forbidden"],
    ["nor another site", caller({}, ["a"]), grant({ sites: ["a", "b"] }), "forbidden"],
    ["but their own", caller({}, ["a", "b"]), grant({ sites: ["b"] }), "none"],
  ])("%s", (_, ctx, given, expected) => {
    expect(refusal(ctx, given)).toBe(expected);
  });
});

describe("a person's key", () => {
  it("does what both the key and the person may", () => {
    const key = grant({
      role: "admin",
      permissions: ["cases:read", "gates:write"],
      sites: ["a", "b"],
    });
    const person = grant({ role: "pharmacist", sites: ["b", "c"] });
    const both = { role: "pharmacist", permissions: ["cases:read", "gates:write"], sites: ["b"] };
    expect(narrower(key, person)).toEqual(both);
    expect(narrower(person, key)).toEqual(both);
  });
});

describe("a stored grant", () => {
  it("that is not understood gives nothing", () => {
    expect(() => parseGrant({ role: "owner", siteIds: ["*"] })).toThrow();
    expect(() => parseGrant({ role: "admin", siteIds: "all" })).toThrow();
    expect(() => parseGrant({ role: "admin", siteIds: [], permissions: ["root"] })).toThrow();
  });
});
