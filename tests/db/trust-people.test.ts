import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTrustState, type Stage, type TrustState } from "@/lib/ame/trust/engine";
import { trustConfigOf } from "@/lib/ame/trust-config-of";
import { dropTrustJob } from "@/lib/governance/kill-switch/drop-trust-job";
import {
  getTrustDossier,
  renewTrust,
  setTolerance,
} from "@/lib/governance/trust/get-trust-dossier";
import { requestPromotion } from "@/lib/governance/trust/request-promotion";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import {
  answer,
  auditOf,
  CHAIN,
  FOUR_EYES,
  forgetGovernance,
  register,
  stop,
} from "./support/governance";
import { startRunner, until } from "./support/job-runner";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";
import { actAlone, earnCertificate, rebuilt } from "./support/trust";

const WHY = { reason_code: "pilot", reason: "The figures are good" } as const;
const KEY = {
  siteId: "store-7",
  queue: "data_entry",
  actionType: "complete_task",
  roleContext: "",
};

describe.each(await availableDatabases())("people and trust on $provider", (available) => {
  let world: TestWorld;
  let one: Context;
  let other: Context;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
    one = world.as("supervisor");
    other = world.as("admin");
    await register(world, one, other);
    await addCase(other, { site_id: "store-7" });
  });
  beforeEach(async () => {
    await forgetGovernance(world);
    await world.db.execution.deleteMany({});
    await world.db.ameEvent.deleteMany({});
    await world.db.trustScope.deleteMany({});
  });
  afterAll(() => world.close());

  const scope = () => world.db.trustScope.findFirstOrThrow();
  const idOf = async () => Number((await scope()).id);
  const stageNow = async () => (await scope()).stage;
  const ask = async (by: Context) => (await requestPromotion(by, await idOf(), WHY)).id;

  /** A scope as if it had come there, without its events. */
  async function put(stage: Stage, more: Partial<TrustState> = {}): Promise<number> {
    const state = { ...newTrustState(trustConfigOf(KEY, {}, true)), stage, ...more };
    const at = world.clock.now;
    const row = await world.db.trustScope.create({
      data: {
        ...{ ...KEY, tenantId: "default", stage, createdAt: at, updatedAt: at },
        state: JSON.parse(JSON.stringify(state)),
      },
    });
    return Number(row.id);
  }
  const exhausted = (): Partial<TrustState> => {
    const { ledger } = newTrustState(trustConfigOf(KEY, {}, true));
    return { ledger: { ...ledger, hidden: 40 } };
  };

  it("nothing goes beyond propose until one person has asked and another has approved", async () => {
    await earnCertificate(world);
    expect(await stageNow()).toBe("propose");
    const id = await ask(one);
    expect(await refusalOf(ask(one))).toBe("conflict");
    expect(await refusalOf(answer(one, id))).toBe("forbidden");
    expect(await getTrustDossier(one, await idOf())).toMatchObject({
      needs_approval: true,
      next: { to: "guarded_auto", ready: true },
      pending_request: { id, kind: "trust.promote" },
    });
    await answer(other, id);
    expect(await stageNow()).toBe("guarded_auto");
    const { changes } = await getTrustDossier(one, await idOf());
    expect(changes[0]).toMatchObject({
      ...{ type: "promoted", from: "propose", to: "guarded_auto" },
      ...{ requested_by: "user:supervisor", approved_by: "user:admin" },
    });
    const [entry] = (await auditOf(world, ["trust.promote"])).slice(-1);
    expect(entry).toMatchObject({ actorId: "user:admin", reasonCode: "pilot" });
    expect((await rebuilt(world)).map(({ differences }) => differences)).toEqual([[]]);
  });

  it("nobody asks for what the evidence does not bear, nor a machine or a technician at all", async () => {
    const id = await put("propose");
    await expect(requestPromotion(one, id, WHY)).rejects.toThrow("evidence 1, at least 40");
    expect(await refusalOf(requestPromotion(world.as("pharmacist"), id, WHY))).toBe("forbidden");
    expect(await refusalOf(requestPromotion(world.asMachine("admin"), id, WHY))).toBe("blocked");
    const byKey = { ...one, keyId: "their-key" };
    expect(await refusalOf(requestPromotion(byKey, id, WHY))).toBe("blocked");
    expect(await refusalOf(renewTrust(byKey, id, WHY))).toBe("blocked");
    expect(await refusalOf(requestPromotion(one, 999_999, WHY))).toBe("not_found");
  });

  it("an approval is looked at again: harm in between refuses it", async () => {
    await earnCertificate(world);
    const id = await ask(one);
    await world.db.trustScope.updateMany({ data: { stage: "observe" } });
    await expect(answer(other, id)).rejects.toThrow("stands at observe now");
    expect(await stageNow()).toBe("observe");
  });

  it("a used up harm budget is renewed by a named person, and only then", async () => {
    const id = await put("conditional_auto", exhausted());
    expect(await getTrustDossier(one, id)).toMatchObject({
      ledger: { exhausted: true, next_audit_probability: 1, budget_used: 1 },
    });
    expect(await refusalOf(renewTrust(world.asMachine("admin"), id, WHY))).toBe("blocked");
    expect(await refusalOf(renewTrust(world.as("pharmacist"), id, WHY))).toBe("forbidden");
    const after = await renewTrust(one, id, WHY);
    expect(after.ledger).toMatchObject({ exhausted: false, hidden_harms: 0 });
    expect(after.changes[0]).toMatchObject({ type: "renewed", approved_by: "user:supervisor" });
    expect(await refusalOf(renewTrust(one, id, WHY))).toBe("conflict");
    expect((await auditOf(world, ["trust.renew"])).at(-1)).toMatchObject({
      ...{ actorId: "user:supervisor", before: { hidden_harms: 40 } },
    });
  });

  it("a scope may tolerate less than its class, which takes back what was proved for more", async () => {
    await earnCertificate(world);
    await answer(other, await ask(one));
    const id = await idOf();
    const less = { ...WHY, alpha: 0.01, harm_budget: null };
    expect(await refusalOf(setTolerance(world.asMachine("admin"), id, less))).toBe("blocked");
    expect(await refusalOf(setTolerance(one, id, { ...less, alpha: 0.06 }))).toBe("invalid");
    const after = await setTolerance(one, id, less);
    expect(after).toMatchObject({
      ...{ stage: "propose", config: { alpha: 0.01, harm_budget: 25 } },
      certificate: { attempt: 2, judged: 0 },
      changes: [{ type: "configured", from: "guarded_auto", to: "propose" }, {}, {}],
    });
    expect((await rebuilt(world)).map(({ differences }) => differences)).toEqual([[]]);
    expect(await refusalOf(setTolerance(one, id, less))).toBe("conflict");
    const again = await setTolerance(one, id, { ...WHY, alpha: null, harm_budget: null });
    expect(again).toMatchObject({ stage: "propose", config: { alpha: 0.05 } });
    expect((await rebuilt(world)).map(({ differences }) => differences)).toEqual([[]]);
    expect((await auditOf(world, ["trust.configure"])).at(-1)).toMatchObject({
      actorId: "user:supervisor",
    });
  });

  it("a stop takes trust away in its wake, and the proof begins anew", async () => {
    await put("full_auto");
    await stop(one);
    const runner = startRunner(one, [dropTrustJob]);
    await until("the trust is taken away", async () => (await stageNow()) === "observe");
    await runner.stop();
    const { state, stoppedAt } = await scope();
    expect(state).toMatchObject({ stage: "observe", certificate: { attempt: 2 } });
    expect(stoppedAt).toEqual(world.clock.now);
    expect((await auditOf(world, ["trust.stop"])).at(-1)).toMatchObject({
      ...{ before: { stage: "full_auto" }, reasonCode: "incident" },
    });
  });

  it("a release finds no scope with the trust it had, whether or not the job has run", async () => {
    await put("full_auto");
    await stop(one, { kind: "site", key: "store-7" });
    world.advanceMinutes(1);
    const { request } = await stop(one, { kind: "site", key: "store-7" }, false);
    await answer(other, request?.id ?? "");
    expect(await stageNow()).toBe("observe");
  });

  it.each([
    [{ kind: "queue", key: "dispensing" }],
    [{ kind: "action", key: "advance_queue" }],
  ] as const)("a stop of %o leaves what it does not cover", async (place) => {
    await put("full_auto");
    await stop(one, place);
    await stop(one, place, false);
    expect(await stageNow()).toBe("full_auto");
  });

  it("one stop takes trust once, however often it is released", async () => {
    await put("guarded_auto");
    await stop(one, CHAIN);
    await stop(one, CHAIN, false);
    const attempts = async () =>
      ((await scope()).state as unknown as TrustState).certificate.attempt;
    expect(await attempts()).toBe(2);
    await stop(one, CHAIN, false).catch(() => undefined);
    expect(await attempts()).toBe(2);
  });

  it("automation acts on its own once approved, and what it does is drawn for an audit", async () => {
    await earnCertificate(world);
    await answer(other, await ask(one));
    expect(await actAlone(world)).toMatchObject({ audited: true });
  });
});
