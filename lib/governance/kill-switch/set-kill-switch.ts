import { recordAudit } from "@/lib/audit/record-audit";
import type { ApprovalAnswer } from "@/lib/contracts/approval";
import type { KillSwitchesAnswer, SetKillSwitch } from "@/lib/contracts/kill-switch";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { getSettings } from "@/lib/platform/settings";
import { type Approval, toApprovalAnswer } from "../approvals/approval";
import { requestApproval, withdrawRequests } from "../approvals/request-approval";
import { beginChange } from "../head-repository";
import { assertSiteKnown } from "./assert-site-known";
import { dropRest, enqueueDrop } from "./drop-trust-job";
import { type Scope, scopeId, scopeLabel, siteOf } from "./kill-switch";
import { engageSwitch, findSwitch } from "./kill-switch-repository";
import { listKillSwitches } from "./list-kill-switches";
import { parseScope } from "./parse-scope";
import { notEngaged, releaseAudited } from "./release-switch";
import { requireScope } from "./require-scope";

/**
 * Stops automation in a scope: once this has answered, nothing more is executed there. Letting it
 * run again asks, with four eyes, for another person's approval.
 * @throws AppError invalid for a scope that there is not, conflict when there is nothing to release
 */
export async function setKillSwitch(
  ctx: Context,
  input: SetKillSwitch,
  actionTypes: readonly string[],
): Promise<KillSwitchesAnswer & { request?: ApprovalAnswer }> {
  requirePermission(ctx, input.engaged ? "automation:stop" : "automation:resume");
  const scope = parseScope(input.scope, actionTypes);
  requireScope(ctx, scope);
  const why = { reasonCode: input.reason_code, reason: input.reason };
  return inTransaction(
    ctx,
    async (tx) => {
      if (!input.engaged) {
        await dropRest(tx, scope);
      }
      await beginChange(tx);
      const request = input.engaged ? await engage(tx, scope, why) : await release(tx, scope, why);
      return {
        ...(await listKillSwitches(tx)),
        ...(request && { request: toApprovalAnswer(request, tx.now()) }),
      };
    },
    { isUrgent: true },
  );
}

type Why = { reasonCode: string; reason: string };

/** Who stops again what is stopped gives the newer reason, and takes back a release asked for. */
async function engage(tx: TransactionContext, scope: Scope, why: Why): Promise<null> {
  await assertSiteKnown(tx, scope);
  const before = await findSwitch(tx, scope);
  await engageSwitch(tx, scope, why);
  await recordAudit(tx, {
    action: "kill_switch.engage",
    subject: { type: "kill_switch", id: scopeId(scope) },
    ...siteOf(scope),
    reasonCode: why.reasonCode,
    reason: why.reason,
    before: { engaged: before?.isEngaged ?? false },
    after: { engaged: true },
  });
  await enqueueDrop(tx, scope);
  await withdrawRequests(tx, releaseOf(scope), "Automation was stopped again");
  return null;
}

async function release(tx: TransactionContext, scope: Scope, why: Why): Promise<Approval | null> {
  if (!(await findSwitch(tx, scope))?.isEngaged) {
    throw notEngaged(scope);
  }
  if (getSettings().fourEyes) {
    return requestApproval(tx, {
      ...why,
      kind: "kill_switch.release",
      subjectType: "kill_switch",
      subjectId: scopeId(scope),
      payload: { ...scope, label: scopeLabel(scope) },
    });
  }
  await releaseAudited(tx, scope, why);
  await withdrawRequests(tx, releaseOf(scope), "Released without it");
  return null;
}

/** The request that somebody may have made to release a scope. */
function releaseOf(scope: Scope) {
  return { kind: "kill_switch.release", subjectId: scopeId(scope) } as const;
}
