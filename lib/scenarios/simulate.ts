import { recordAudit } from "@/lib/audit/record-audit";
import type { Simulate } from "@/lib/contracts/scenario";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { appendHistory } from "@/lib/workflows/append-history";
import { getCaseDetails } from "@/lib/workflows/get-case-details";
import { getWorkflow } from "@/lib/workflows/get-workflow";
import { DEMO_SITE } from "./demo-site";

/** Repeats a demo case's own events, and its tasks if asked; never touches another site. */
export async function simulate(ctx: Context, input: Simulate) {
  requirePermission(ctx, "demo:manage");
  const cycles = Math.max(0, input.cycles);
  const added = await inTransaction(ctx, async (tx) => {
    const one = await getCaseDetails(tx, input.workflow_id);
    if (one.siteId !== DEMO_SITE) {
      throw new AppError(
        "not_found",
        "Demo workflow not found; seed one at POST /api/dashboard/seed.",
      );
    }
    const events = Array.from({ length: cycles }, (_, i) => ({
      eventType: "simulated_cycle",
      payload: { cycle: i + 1, queue: one.queue },
    }));
    const tasks = input.repeat_tasks
      ? Array.from({ length: cycles }, () => one.tasks.slice(0, 1)).flat()
      : [];
    await appendHistory(tx, one.id, { events, tasks });
    await recordAudit(tx, {
      action: "case.simulate",
      subject: { type: "case", id: one.id },
      caseId: one.id,
      siteId: one.siteId,
      after: { cycles, events: events.length, tasks: tasks.length },
    });
    return { events: events.length, tasks: tasks.length };
  });
  return {
    ok: true as const,
    did: cycles,
    ...added,
    workflow: await getWorkflow(ctx, input.workflow_id),
  };
}
