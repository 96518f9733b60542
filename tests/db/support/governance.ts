import { ACTION_TYPES } from "@/lib/automation/action-registry";
import type { ApprovalAnswer, DecideApproval } from "@/lib/contracts/approval";
import type { StopScope } from "@/lib/contracts/kill-switch";
import { decideApproval } from "@/lib/governance/approvals/decide-approval";
import { listApprovals } from "@/lib/governance/approvals/list-approvals";
import { changeGate, type WantedGate } from "@/lib/governance/change-gate";
import { setKillSwitch } from "@/lib/governance/kill-switch/set-kill-switch";
import { listGates } from "@/lib/governance/list-gates";
import type { Context } from "@/lib/kernel/context";
import type { TestWorld } from "./test-world";

/** The gate out of data entry, where new cases stand. */
export const FIRST_GATE = "kroger.data_entry_to_preverify_insurance";

const WHY = { reason_code: "planned_change", reason: "Agreed in the morning" } as const;

export function askToOpen(ctx: Context, more: Partial<WantedGate> = {}, key = FIRST_GATE) {
  return changeGate(ctx, key, { ...WHY, state: "authorized", expires_at: null, ...more });
}

export function revoke(ctx: Context, key = FIRST_GATE) {
  return changeGate(ctx, key, { ...WHY, state: "revoked", expires_at: null });
}

/** Asks for a gate to be opened. @returns the request's id */
export async function requestGate(ctx: Context, more: Partial<WantedGate> = {}): Promise<string> {
  const { request } = await askToOpen(ctx, more);
  if (!request) {
    throw new Error("Nobody was asked to approve");
  }
  return request.id;
}

export function answer(
  ctx: Context,
  id: string,
  decision: DecideApproval["decision"] = "approve",
): Promise<ApprovalAnswer> {
  return decideApproval(ctx, id, { decision, reason: "Looked at it" });
}

export async function gateNow(ctx: Context, key = FIRST_GATE) {
  const gate = (await listGates(ctx)).find((one) => one.key === key);
  if (!gate) {
    throw new Error(`${key} is no gate`);
  }
  return gate;
}

export async function pending(ctx: Context): Promise<ApprovalAnswer[]> {
  return (await listApprovals(ctx, { limit: 100, status: "pending" })).items;
}

export const CHAIN: StopScope = { kind: "chain", key: "" };

export function stop(ctx: Context, scope: StopScope = CHAIN, engaged = true) {
  const why = { reason_code: "incident", reason: "Wrong quantities" } as const;
  return setKillSwitch(ctx, { scope, engaged, ...why }, ACTION_TYPES);
}

/** Settings under which one person's wish waits for another's approval, with a key of the environment. */
export const FOUR_EYES = {
  FOUR_EYES: "on",
  BLADNIR_ADMIN_KEY: "a-key-of-the-environment-0123456789",
} as const;

/** Gives these people their accounts, as those who ask must have. */
export async function register({ db, clock }: TestWorld, ...people: Context[]): Promise<void> {
  for (const { actor, tenantId, sites } of people) {
    const id = actor.id.replace("user:", "");
    await db.user.create({
      data: {
        id,
        tenantId,
        email: `${id}@${tenantId}.example`,
        name: id,
        role: actor.role,
        siteIds: sites === "*" ? ["*"] : [...sites],
        createdBy: "test",
        createdAt: clock.now,
        updatedAt: clock.now,
      },
    });
  }
}

/** As if nobody had ever governed anything. */
export async function forgetGovernance({ db }: TestWorld): Promise<void> {
  await db.gate.deleteMany({});
  await db.approvalRequest.deleteMany({});
  await db.killSwitch.deleteMany({});
  await db.breakGlassGrant.deleteMany({});
}

/** What was done, in its order. */
export async function auditOf({ db }: TestWorld, actions: readonly string[]) {
  return db.auditEntry.findMany({
    where: { action: { in: [...actions] } },
    orderBy: { id: "asc" },
  });
}
