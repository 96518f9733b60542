import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { readPeopleNames } from "@/lib/auth/people/read-people-names";
import type { Permission } from "@/lib/contracts/permission";
import type { Role } from "@/lib/contracts/role";
import { availableDatabases } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("people's names on $provider", (available) => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await openWorld(available, {
      ENVIRONMENT: "development",
      BLADNIR_ADMIN_KEY: "abcdefghijklmnopqrstuvwxyz012345",
    });
  });
  afterEach(() => world.close());

  async function invite(name: string, role: Role, tenantId?: string): Promise<string> {
    const email = `${name}@pharmacy.example`;
    const person = { email, name, role, site_ids: ["*"] };
    return `user:${(await inviteUser(world.as("admin", tenantId), person)).id}`;
  }

  it("are told to every colleague, and to nobody of another chain", async () => {
    const paula = await invite("Paula", "pharmacist");
    const asked = [paula, null, undefined, "api_key:admin", "rule:7", "user:nobody"];
    const { as } = world;
    expect(await readPeopleNames(as("read_only"), asked)).toEqual({ [paula]: "Paula" });
    expect(await readPeopleNames(as("admin", "other"), asked)).toEqual({});
  });

  it("are told to nobody whose key may not read gates", async () => {
    const paula = await invite("Paula", "pharmacist");
    const { actor, ...ctx } = world.asMachine("read_only");
    const narrow = { ...ctx, actor: { ...actor, permissions: new Set<Permission>() } };
    expect(await readPeopleNames(narrow, [paula])).toEqual({});
  });
});
