import { rightsOfActor } from "@/lib/auth/people/rights-of-actor";
import type { Permission } from "@/lib/contracts/permission";
import type { TransactionContext } from "@/lib/kernel/context";
import { hasPermission } from "@/lib/kernel/permissions";
import { coversSite } from "@/lib/kernel/sites";
import type { Approval } from "./approval";
import { scopeOfApproval } from "./scope-of-approval";

/** What it takes to ask for it, and to approve it. */
export const NEEDED: Readonly<Record<Approval["kind"], Permission>> = {
  "gate.authorize": "gates:write",
  "kill_switch.release": "automation:resume",
  "trust.promote": "trust:manage",
};

/**
 * What whoever asked has lost since, for then the approval would be one authorised person's alone.
 * @returns null while they could ask for the same now
 */
export async function lostRights(
  tx: TransactionContext,
  approval: Approval,
): Promise<string | null> {
  const { requestedBy, kind } = approval;
  const rights = await rightsOfActor(tx, requestedBy);
  if (!rights) {
    return `${requestedBy}, who asked for it, may do nothing here now`;
  }
  if (!hasPermission(rights, NEEDED[kind])) {
    return `${requestedBy}, who asked for it, has not ${NEEDED[kind]} any more`;
  }
  const scope = scopeOfApproval(approval);
  const covers = scope.kind === "site" ? coversSite(rights, scope.key) : rights.sites === "*";
  return covers ? null : `${requestedBy}, who asked for it, is limited to other sites now`;
}
