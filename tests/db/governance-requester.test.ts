import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createMachineClient } from "@/lib/auth/clients/create-machine-client";
import { updateMachineClient } from "@/lib/auth/clients/update-machine-client";
import { createApiKey } from "@/lib/auth/keys/create-api-key";
import { revokeApiKey } from "@/lib/auth/keys/revoke-api-key";
import type { StopScope } from "@/lib/contracts/kill-switch";
import { getApproval } from "@/lib/governance/approvals/list-approvals";
import { drillKillSwitch } from "@/lib/governance/kill-switch/drill-kill-switch";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { addCase } from "./support/acts";
import {
  answer,
  auditOf,
  FOUR_EYES,
  forgetGovernance,
  gateNow,
  register,
  requestGate,
  stop,
} from "./support/governance";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const GRANT = { role: "admin" as const, permissions: null, site_ids: ["*"] };
const STORE: StopScope = { kind: "site", key: "store-1" };

describe.each(await availableDatabases())("a request and who asked on $provider", (available) => {
  let world: TestWorld;
  let asker: Context;
  let approver: Context;
  let maker: Context;
  let turn = 0;
  beforeAll(async () => {
    world = await openWorld(available, FOUR_EYES);
    approver = world.as("admin");
    await addCase(approver, { site_id: STORE.key });
    maker = { ...approver, actor: { ...approver.actor, id: "user:maker" } };
  });
  beforeEach(async () => {
    await forgetGovernance(world);
    turn += 1;
    const supervisor = world.as("supervisor");
    asker = { ...supervisor, actor: { ...supervisor.actor, id: `user:asker-${turn}` } };
    await register(world, asker);
  });
  afterAll(() => world.close());

  const change = (data: object) =>
    world.db.user.update({ where: { id: `asker-${turn}` }, data: { ...data } });

  it.each([
    ["was disabled", { status: "disabled" }],
    ["may do less", { role: "pharmacist" }],
    ["has other sites", { siteIds: ["store-2"] }],
    ["has a password that somebody else gave them", { mustChangePassword: true }],
  ])("it ends when it is approved after whoever asked %s", async (_, data) => {
    const id = await requestGate(asker);
    await change(data);
    expect(await refusalOf(answer(approver, id))).toBe("conflict");
    expect((await gateNow(approver)).state).toBe("unset");
    expect(await getApproval(approver, id)).toMatchObject({ status: "expired", decided_by: null });
    const [entry] = (await auditOf(world, ["approval.expire"])).slice(-1);
    expect(entry).toMatchObject({ subjectId: id, actorId: "user:admin" });
    expect(entry?.reason).toContain(`asker-${turn}`);
    expect(await refusalOf(answer(approver, id))).toBe("conflict");
  });

  it("it may still be refused, and what was approved before stays", async () => {
    const id = await requestGate(asker);
    await change({ status: "disabled" });
    expect((await answer(approver, id, "refuse")).status).toBe("refused");
    await change({ status: "active" });
    await answer(approver, await requestGate(asker));
    await change({ status: "disabled" });
    expect((await gateNow(approver)).state).toBe("authorized");
  });

  it("so does that of a key that was revoked, and of a partner system that was disabled", async () => {
    const as = (kind: "api_key" | "client", id: string): Context => ({
      ...approver,
      actor: { kind, id: `${kind}:${id}`, role: "admin" },
    });
    const key = await createApiKey(maker, { ...GRANT, name: "Import", expires_at: null });
    const byKey = await requestGate(as("api_key", key.id));
    await revokeApiKey(maker, key.id, "Lost");
    expect(await refusalOf(answer(approver, byKey))).toBe("conflict");
    const keys = { jwks: null, jwks_url: "https://keys.example/jwks" };
    const client = await createMachineClient(maker, { ...GRANT, ...keys, name: "Insurer" });
    const byClient = await requestGate(as("client", client.id));
    await updateMachineClient(maker, client.id, { is_enabled: false });
    expect(await refusalOf(answer(approver, byClient))).toBe("conflict");
    expect((await gateNow(approver)).state).toBe("unset");
  });

  it("a release asked for by whoever has lost the store since stays a stop", async () => {
    await stop(asker, STORE);
    const asked = await stop(asker, STORE, false);
    await change({ siteIds: ["store-2"] });
    expect(await refusalOf(answer(approver, asked.request?.id ?? ""))).toBe("conflict");
    await change({ siteIds: ["store-1"] });
    const again = await stop(asker, STORE, false);
    expect(await refusalOf(answer(approver, again.request?.id ?? ""))).toBe("ok");
  });

  it("all entries about a store's stop are the store's, those of a drill too", async () => {
    const local: Context = { ...asker, sites: [STORE.key] };
    const newest = await world.db.auditEntry.findFirst({ orderBy: { id: "desc" } });
    await drillKillSwitch(local, { scope: STORE, reason: "To try" }, []);
    await stop(local, STORE);
    await stop(local, STORE, false);
    await stop(local, STORE);
    await answer(local, (await stop(local, STORE, false)).request?.id ?? "", "withdraw");
    await answer(approver, (await stop(local, STORE, false)).request?.id ?? "");
    const entries = await world.db.auditEntry.findMany({
      where: { id: { gt: newest?.id ?? 0 } },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ action, siteId }) => `${action} ${siteId}`)).toEqual(
      [
        ["kill_switch.drill_begin", "kill_switch.drill", "kill_switch.engage"],
        ["approval.request", "kill_switch.engage", "approval.withdraw"],
        ["approval.request", "approval.withdraw"],
        ["approval.request", "approval.approve", "kill_switch.release"],
      ]
        .flat()
        .map((action) => `${action} ${STORE.key}`),
    );
  });
});
