import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMachineClient } from "@/lib/auth/clients/create-machine-client";
import { deleteMachineClient, updateMachineClient } from "@/lib/auth/clients/update-machine-client";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { rotateApiKey } from "@/lib/auth/keys/rotate-api-key";
import { checkRuleAction } from "@/lib/automation/check-rule-action";
import type { Context } from "@/lib/kernel/context";
import { updateRule } from "@/lib/rules/update-rule";
import { availableDatabases } from "../support/test-database";
import { addCase, decide, propose } from "./support/acts";
import { answer, FOUR_EYES, forgetGovernance, register, requestGate } from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { addRule, touch } from "./support/rules";
import { openWorld, type TestWorld } from "./support/test-world";

function newJwks() {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  return { keys: [{ ...publicKey.export({ format: "jwk" }), kty: "EC", kid: "one" }] };
}

const idOf = ({ actor }: Context) => actor.id.slice(actor.id.indexOf(":") + 1);
const GRANT = { role: "admin" as const, permissions: null, site_ids: ["*"] };

describe.each(await availableDatabases())("keys and four eyes on $provider", (available) => {
  let world: TestWorld;
  let ada: Context;
  let ben: Context;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
    const admin = world.as("admin");
    ada = { ...admin, actor: { ...admin.actor, id: "user:ada" } };
    ben = { ...admin, actor: { ...admin.actor, id: "user:ben" } };
    await register(world, ada, ben);
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  const asKey = (id: string): Context => ({
    ...ada,
    actor: { kind: "api_key", id: `api_key:${id}`, role: "admin" },
  });
  const keyOf = async (maker: Context) => {
    const key = await createApiKey(maker, { ...GRANT, name: "Import", expires_at: null });
    return { id: key.id, ctx: asKey(key.id) };
  };
  const clientOf = async (maker: Context): Promise<Context> => {
    const { id } = await createMachineClient(maker, {
      ...{ ...GRANT, name: "Insurer", jwks: newJwks(), jwks_url: null },
    });
    return { ...ada, actor: { kind: "client", id: `client:${id}`, role: "admin" } };
  };

  /** How the gate's request and a proposal end that one has made and another approves. */
  async function approve(asker: Context, approver: Context): Promise<[string, string]> {
    await forgetGovernance(world);
    const gate = await refusalOf(answer(approver, await requestGate(asker)));
    const proposed = await propose(asker, await addCase(ada));
    return [gate, await refusalOf(decide(approver, proposed))];
  }
  const REFUSED = ["forbidden", "forbidden"];
  const ALLOWED = ["ok", "ok"];

  it("a person and another person: allowed, in both orders", async () => {
    expect(await approve(ada, ben)).toEqual(ALLOWED);
    expect(await approve(ben, ada)).toEqual(ALLOWED);
    expect(await approve(ada, ada)).toEqual(REFUSED);
  });

  it("a person and a key that they have made: refused, in both orders", async () => {
    const key = await keyOf(ada);
    expect(await approve(key.ctx, ada)).toEqual(REFUSED);
    expect(await approve(ada, key.ctx)).toEqual(REFUSED);
    expect(await approve(key.ctx, ben)).toEqual(ALLOWED);
    expect(await approve(ben, key.ctx)).toEqual(REFUSED);
  });

  it("a person and a partner system that they have registered: refused, in both orders", async () => {
    const client = await clientOf(ada);
    expect(await approve(client, ada)).toEqual(REFUSED);
    expect(await approve(ada, client)).toEqual(REFUSED);
    expect(await approve(client, ben)).toEqual(ALLOWED);
  });

  it("a partner system is still whose it was once it is gone, and so is what it has made", async () => {
    const client = await clientOf(ada);
    const made = await keyOf(client);
    const asked = await requestGate(client);
    await deleteMachineClient(ada, idOf(client));
    expect(await refusalOf(answer(ada, asked))).toBe("forbidden");
    expect(await approve(made.ctx, ada)).toEqual(REFUSED);
    expect(await approve(made.ctx, ben)).toEqual(ALLOWED);
  });

  it("a partner system is also whose keys it was given, though they are its own again", async () => {
    const client = await clientOf(ben);
    await updateMachineClient(ada, idOf(client), { jwks: newJwks() });
    const asked = await requestGate(client);
    await updateMachineClient(ben, idOf(client), { jwks: newJwks() });
    expect(await refusalOf(answer(ada, asked))).toBe("forbidden");
    expect(await approve(client, ben)).toEqual(REFUSED);
  });

  it("a machine that has left no trace is nobody's to approve for", async () => {
    const stranger = { ...ada.actor, id: "client:01939f2e-6a34-7c3e-9d5e-0c6a1f0b7a11" };
    expect(await approve({ ...ada, actor: stranger }, ben)).toEqual(REFUSED);
  });

  it("a key that was exchanged by itself many times is still its first maker's", async () => {
    let key = await keyOf(ada);
    for (let i = 0; i < 25; i += 1) {
      const { id } = await rotateApiKey(key.ctx, key.id, { overlapMinutes: 1 });
      key = { id, ctx: asKey(id) };
    }
    expect(await approve(key.ctx, ada)).toEqual(REFUSED);
    expect(await approve(key.ctx, ben)).toEqual(ALLOWED);
  });

  it("two keys of one person: refused; of two persons a key decides proposals, never gates", async () => {
    const [one, other, bens] = [await keyOf(ada), await keyOf(ada), await keyOf(ben)];
    expect(await approve(one.ctx, other.ctx)).toEqual(REFUSED);
    expect(await approve(one.ctx, one.ctx)).toEqual(REFUSED);
    expect(await approve(one.ctx, bens.ctx)).toEqual(["forbidden", "ok"]);
  });

  it("a key that a key has made is its first maker's", async () => {
    const first = await keyOf(ada);
    const second = await keyOf(first.ctx);
    expect(await approve(second.ctx, ada)).toEqual(REFUSED);
    expect(await approve(second.ctx, ben)).toEqual(ALLOWED);
  });

  it("a key that was exchanged is whose it has become", async () => {
    const key = await keyOf(ada);
    const { id } = await rotateApiKey(ben, key.id, { overlapMinutes: 0 });
    expect(await approve(asKey(id), ben)).toEqual(REFUSED);
    expect(await approve(asKey(id), ada)).toEqual(ALLOWED);
    expect(await approve(key.ctx, ada)).toEqual(REFUSED);
  });

  it("keys of the environment answer for themselves, and for those that they have made", async () => {
    const root = world.asMachine("admin");
    const made = await keyOf(root);
    expect(await approve(root, ada)).toEqual(ALLOWED);
    expect(await approve(made.ctx, root)).toEqual(REFUSED);
  });

  it("whoever writes or changes a rule does not approve what it proposes, nor does their key", async () => {
    const rule = await addRule(ada, { enabled: false });
    await updateRule(ben, rule.id, { enabled: true }, checkRuleAction);
    const caseId = await addCase(ada);
    await touch(ada, caseId);
    const { id } = await world.db.proposal.findFirstOrThrow({ where: { workflowId: caseId } });
    const key = await keyOf(ada);
    for (const who of [ada, ben, key.ctx]) {
      expect(await refusalOf(decide(who, id))).toBe("forbidden");
    }
    expect(await refusalOf(decide(world.as("admin"), id))).toBe("ok");
  });

  it("whoever made a key may refuse what it asks for, and reject what it proposes", async () => {
    const key = await keyOf(ada);
    expect(await refusalOf(answer(ada, await requestGate(key.ctx), "refuse"))).toBe("ok");
    const proposed = await propose(key.ctx, await addCase(ada));
    expect(await refusalOf(decide(ada, proposed, "reject", "Wrong"))).toBe("ok");
  });
});
