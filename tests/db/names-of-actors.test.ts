import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMachineClient } from "@/lib/auth/clients/create-machine-client";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { revokeApiKey } from "@/lib/auth/keys/revoke-api-key";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { namesOfActors } from "@/lib/auth/people/names-of-actors";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { countQueries } from "./support/count-queries";
import { openWorld, type TestWorld } from "./support/test-world";

const GRANT = { role: "technician" as const, permissions: null, site_ids: ["*"] };

describe.each(await availableDatabases())("names of actors on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterAll(() => world.close());

  const invite = (name: string, ctx = admin) =>
    inviteUser(ctx, {
      name,
      email: `${name.toLowerCase().replaceAll(" ", ".")}@pharmacy.example`,
      role: "pharmacist",
      site_ids: ["*"],
    });
  const register = (name: string) => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const key = { ...publicKey.export({ format: "jwk" }), kty: "EC", kid: "one" };
    return createMachineClient(admin, { ...GRANT, name, jwks: { keys: [key] }, jwks_url: null });
  };

  it("tells people, keys and partner systems of the tenant apart, with one query for each kind", async () => {
    const ada = await invite("Ada Berg");
    const stranger = await invite("Not Ours", world.as("admin", "other"));
    const key = await createApiKey(admin, { ...GRANT, name: "Import", expires_at: null });
    await revokeApiKey(admin, key.id, "No longer used");
    const client = await register("Insurer");
    const { ctx, counts } = countQueries(admin);
    const names = await namesOfActors(ctx, [
      ...[`user:${ada.id}`, `user:${ada.id}`, `user:${stranger.id}`, `api_key:${key.id}`],
      ...["api_key:admin", "user:demo", "user:", "system", "", `client:${client.id}`],
    ]);
    expect(Object.fromEntries(names)).toEqual({
      [`user:${ada.id}`]: "Ada Berg",
      [`api_key:${key.id}`]: "Import (key)",
      [`client:${client.id}`]: "Insurer (partner system)",
    });
    expect(counts).toEqual({
      "User.findMany": 1,
      "ApiKey.findMany": 1,
      "MachineClient.findMany": 1,
    });
    expect((await namesOfActors(admin, [])).size).toBe(0);
  });
});
