import { clearEvidence } from "@/lib/ame/clear-evidence";
import { recordAudit } from "@/lib/audit/record-audit";
import { clearOutboxOfSite } from "@/lib/automation/clear-outbox-of-site";
import { clearReportedExecutions } from "@/lib/automation/reports/clear-reported-executions";
import { unsetAllGates } from "@/lib/governance/unset-all-gates";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { inTransaction } from "@/lib/kernel/transaction";
import { removeSite } from "@/lib/workflows/remove-site";
import { DEMO_SITE } from "@/lib/workflows/site-of-new-case";

const NOTE = "Demo reset";

/** Removes the demo cases, all AME data and every gate's state in one transaction; audit stays. */
export async function resetDemo(ctx: Context): Promise<{ ok: true; message: string }> {
  requirePermission(ctx, "demo:manage");
  requireWholeChain(ctx);
  const removed = await inTransaction(ctx, async (tx) => {
    await clearOutboxOfSite(tx, DEMO_SITE);
    const cases = await removeSite(tx, DEMO_SITE);
    const executions = await clearReportedExecutions(tx);
    const evidence = await clearEvidence(tx);
    // Gates last, the order in which an execution takes the locks.
    const gates = await unsetAllGates(tx, NOTE);
    await recordAudit(tx, {
      action: "demo.reset",
      subject: { type: "site", id: DEMO_SITE },
      siteId: DEMO_SITE,
      reason: NOTE,
      before: { cases, gates, executions, ...evidence },
    });
    return { cases, gates };
  });
  return {
    ok: true,
    message: `Removed ${removed.cases} demo cases and all AME data; closed ${removed.gates} gates.`,
  };
}
