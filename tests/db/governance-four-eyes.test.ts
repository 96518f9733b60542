import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inviteUser } from "@/lib/auth/people/invite-user";
import type { StopScope } from "@/lib/contracts/kill-switch";
import { expireApprovalsJob } from "@/lib/governance/approvals/expire-approvals-job";
import { listApprovals } from "@/lib/governance/approvals/list-approvals";
import { listGateHistory } from "@/lib/governance/list-gate-history";
import { listNamedGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase, gate } from "./support/acts";
import {
  answer,
  askToOpen,
  auditOf,
  FIRST_GATE,
  FOUR_EYES,
  forgetGovernance,
  gateNow,
  pending,
  register,
  requestGate,
  revoke,
  stop,
} from "./support/governance";
import { refusalOf, tally } from "./support/outcomes";
import { runSchedule } from "./support/run-schedule";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("four eyes on $provider", (available) => {
  let world: TestWorld;
  let one: Context;
  let other: Context;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
    one = world.as("supervisor");
    other = world.as("admin");
    await register(world, one, other);
    await addCase(other, { site_id: "store-1" });
  });
  beforeEach(() => forgetGovernance(world));
  afterAll(() => world.close());

  it("whoever asks opens nothing; another person's approval does, and both are named", async () => {
    const id = await requestGate(one);
    expect(await gateNow(one)).toMatchObject({ state: "unset", pending_request: { id } });
    expect(await answer(other, id)).toMatchObject({ status: "approved", decided_by: "user:admin" });
    expect(await gateNow(one)).toMatchObject({
      state: "authorized",
      current_actor: "user:supervisor",
      approved_by: "user:admin",
      reason_code: "planned_change",
      pending_request: null,
    });
    const { items } = await listGateHistory(one, FIRST_GATE, { limit: 10 });
    expect(items).toMatchObject([
      { from: "unset", to: "authorized", actor: "user:supervisor", approved_by: "user:admin" },
    ]);
    const audit = await auditOf(world, ["approval.request", "approval.approve", "gate.authorize"]);
    expect(audit.map(({ action, actorId }) => [action, actorId])).toEqual([
      ["approval.request", "user:supervisor"],
      ["approval.approve", "user:admin"],
      ["gate.authorize", "user:admin"],
    ]);
  });

  it("who is said to have decided is kept with the request and with the opened gate", async () => {
    const { request } = await gate(one, FIRST_GATE, true, "Agreed");
    expect(request?.payload).toMatchObject({ claimed_by: "somebody else" });
    await answer(other, request?.id ?? "");
    const audit = (await auditOf(world, ["approval.request", "gate.authorize"])).slice(-2);
    expect(audit.map(({ after }) => after)).toMatchObject([
      { claimed_by: expect.any(String) },
      { claimed_by: expect.any(String), approved_by: "user:admin" },
    ]);
  });

  it("history, gates and requests name people by their names", async () => {
    const invite = async (name: string) => {
      const email = `${name.toLowerCase()}@pharmacy.example`;
      const { id } = await inviteUser(other, { name, email, role: "supervisor", site_ids: ["*"] });
      await world.db.user.update({ where: { id }, data: { mustChangePassword: false } });
      const actor = { ...one.actor, id: `user:${id}` };
      return { ...one, actor };
    };
    const [ada, ben] = [await invite("Ada"), await invite("Ben")];
    const id = await requestGate(ada);
    const [request] = (await listApprovals(one, { limit: 1 })).items;
    expect(request?.requested_by_name).toBe("Ada");
    const named = async () => (await listNamedGates(one)).find(({ key }) => key === FIRST_GATE);
    expect((await named())?.pending_request?.requested_by_name).toBe("Ada");
    await answer(ben, id);
    expect(await named()).toMatchObject({ current_actor_name: "Ada", approved_by_name: "Ben" });
    await revoke(other);
    const { items } = await listGateHistory(one, FIRST_GATE, { limit: 9 });
    expect(items.map(({ actor_name, approved_by_name }) => [actor_name, approved_by_name])).toEqual(
      [
        ["admin", null],
        ["Ada", "Ben"],
      ],
    );
  });

  it("the first implementation's endpoint asks as well, and answers with what is open now", async () => {
    const asked = await gate(one, FIRST_GATE, true, "please");
    expect(asked.authorizations[FIRST_GATE]).toBe(false);
    expect(asked.request).toMatchObject({ kind: "gate.authorize", reason: "please" });
    await answer(other, asked.request?.id ?? "");
    const revoked = await gate(one, FIRST_GATE, false);
    expect(revoked).toEqual({ authorizations: expect.objectContaining({ [FIRST_GATE]: false }) });
  });

  it("nobody approves a request of their own, nor with a key of their own", async () => {
    const id = await requestGate(one);
    const ownKey: Context = { ...one, actor: { ...one.actor, kind: "api_key" } };
    expect(await refusalOf(answer(one, id))).toBe("forbidden");
    expect(await refusalOf(answer(ownKey, id))).toBe("forbidden");
    expect(await refusalOf(answer(one, id, "refuse"))).toBe("forbidden");
    expect(await refusalOf(answer(other, id, "withdraw"))).toBe("forbidden");
    expect(await refusalOf(answer(world.as("pharmacist"), id))).toBe("forbidden");
    expect((await gateNow(one)).state).toBe("unset");
    expect((await answer(one, id, "withdraw")).status).toBe("withdrawn");
  });

  it("another system's key asks, refuses and withdraws; only a person approves", async () => {
    const machine = world.asMachine("admin");
    const id = await requestGate(one);
    expect(await refusalOf(answer(machine, id))).toBe("forbidden");
    expect((await gateNow(one)).state).toBe("unset");
    expect((await answer(machine, id, "refuse")).status).toBe("refused");
    await answer(machine, await requestGate(machine), "withdraw");
    await answer(one, await requestGate(machine));
    expect((await gateNow(one)).approved_by).toBe("user:supervisor");
  });

  it("credentials for some sites withdraw their own, and approve only for their sites", async () => {
    const local: Context = { ...other, sites: ["store-1"] };
    const here: StopScope = { kind: "site", key: "store-1" };
    await stop(one, here);
    const release = await stop(one, here, false);
    const far: Context = { ...local, sites: ["store-2"] };
    expect(await refusalOf(answer(far, release.request?.id ?? ""))).toBe("forbidden");
    expect(await refusalOf(answer(local, release.request?.id ?? ""))).toBe("ok");
    expect(await refusalOf(answer(local, await requestGate(one)))).toBe("forbidden");
    await stop(local, here);
    const own = await stop(local, here, false);
    expect((await answer(local, own.request?.id ?? "", "withdraw")).status).toBe("withdrawn");
  });

  it("one request waits for a gate at a time", async () => {
    await requestGate(one);
    expect(await refusalOf(askToOpen(other))).toBe("conflict");
    expect(await pending(one)).toHaveLength(1);
    const counts = await (async () => {
      await forgetGovernance(world);
      return tally([askToOpen(one), askToOpen(other), askToOpen(world.asMachine("admin"))]);
    })();
    expect(counts).toEqual({ ok: 1, conflict: 2 });
  });

  it("revoking needs nobody else, works at once and takes back what was asked for", async () => {
    await answer(other, await requestGate(one));
    const id = await requestGate(one, { expires_at: "2026-03-05T00:00:00.000Z" });
    await revoke(one);
    expect(await gateNow(one)).toMatchObject({ state: "revoked", pending_request: null });
    expect(await refusalOf(answer(other, id))).toBe("conflict");
    const [request] = (await listApprovals(one, { limit: 1 })).items;
    expect(request).toMatchObject({ status: "withdrawn", decision_reason: "The gate was revoked" });
  });

  it("a request that nobody approved in 24 hours is over, before a job marks it and after", async () => {
    const id = await requestGate(one);
    const before = world.clock.now;
    world.advanceMinutes(24 * 60);
    expect(await refusalOf(answer(other, id))).toBe("conflict");
    expect((await gateNow(one)).pending_request).toBeNull();
    expect((await listApprovals(one, { limit: 5, status: "expired" })).items).toHaveLength(1);
    expect(await runSchedule(world, expireApprovalsJob)).toEqual({ expired: 1 });
    expect((await auditOf(world, ["approval.expire"])).length).toBeGreaterThan(0);
    await requestGate(other);
    world.clock.now = before;
  });

  it("one that is over leaves an entry when the next is asked for, and nobody has decided it", async () => {
    const start = world.clock.now;
    const id = await requestGate(one);
    world.advanceMinutes(24 * 60);
    await requestGate(other);
    const ends = (await auditOf(world, ["approval.expire"])).filter((it) => it.subjectId === id);
    expect(ends).toHaveLength(1);
    const [over] = (await listApprovals(one, { limit: 5, status: "expired" })).items;
    expect(over).toMatchObject({ id, decided_by: null });
    world.clock.now = start;
  });

  it("the job ends what is over in every tenant", async () => {
    const start = world.clock.now;
    await requestGate(one);
    await requestGate(world.as("supervisor", "other"));
    world.advanceMinutes(24 * 60);
    expect(await runSchedule(world, expireApprovalsJob)).toEqual({ expired: 2 });
    const ends = await auditOf(world, ["approval.expire"]);
    expect(
      ends
        .slice(-2)
        .map(({ tenantId }) => tenantId)
        .toSorted(),
    ).toEqual(["default", "other"]);
    world.clock.now = start;
  });

  it("an authorisation that has run out counts as unset from that moment, and says so", async () => {
    const start = world.clock.now;
    const expires_at = new Date(start.getTime() + 60 * 60_000).toISOString();
    await answer(other, await requestGate(one, { expires_at }));
    world.advanceMinutes(59);
    expect(await gateNow(one)).toMatchObject({ state: "authorized", expired: false, expires_at });
    world.advanceMinutes(1);
    expect(await gateNow(one)).toMatchObject({ state: "unset", enabled: false, expired: true });
    await revoke(one);
    const { items } = await listGateHistory(one, FIRST_GATE, { limit: 1 });
    expect(items).toMatchObject([{ from: "unset", to: "revoked" }]);
    world.clock.now = start;
  });

  it("an expiry that is past is refused, when it is asked for and when it is approved", async () => {
    const start = world.clock.now;
    const past = new Date(start.getTime() - 1).toISOString();
    expect(await refusalOf(askToOpen(one, { expires_at: past }))).toBe("invalid");
    const soon = new Date(start.getTime() + 60_000).toISOString();
    const id = await requestGate(one, { expires_at: soon });
    world.advanceMinutes(2);
    expect(await refusalOf(answer(other, id))).toBe("conflict");
    expect((await answer(other, id, "refuse")).status).toBe("refused");
    world.clock.now = start;
  });

  it("history goes back page by page, and not into another tenant", async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await revoke(one);
    }
    const first = await listGateHistory(one, FIRST_GATE, { limit: 2 });
    const rest = await listGateHistory(one, FIRST_GATE, {
      limit: 2,
      cursor: first.nextCursor ?? "",
    });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null]);
    expect(await refusalOf(listGateHistory(one, "no.gate", { limit: 1 }))).toBe("not_found");
    const elsewhere = world.as("admin", "other");
    expect((await listGateHistory(elsewhere, FIRST_GATE, { limit: 9 })).items).toEqual([]);
    const id = await requestGate(one);
    expect(await refusalOf(answer(elsewhere, id))).toBe("not_found");
  });
});
