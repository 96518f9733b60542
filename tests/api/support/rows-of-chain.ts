import type { Database } from "@/lib/db/open-database";

/** All that a chain has stored, as text; what was refused and when a key was last used is left out. */
export async function rowsOfChain(db: Database, tenantId: string): Promise<string> {
  const where = { tenantId };
  const ofCase = { where: { workflow: where } };
  const rows = await Promise.all([
    db.workflow.findMany({ where }),
    db.task.findMany(ofCase),
    db.event.findMany(ofCase),
    db.proposal.findMany({ where }),
    db.execution.findMany({ where }),
    db.outboxMessage.findMany({ where }),
    db.trustScope.findMany({ where }),
    db.ameEvent.findMany({ where }),
    db.rule.findMany({ where }),
    db.ruleVersion.findMany({ where }),
    db.job.findMany({ where }),
    db.webhookEndpoint.findMany({ where }),
    db.webhookDelivery.findMany({ where }),
    db.legalHold.findMany({ where }),
    db.user.findMany({ where }),
    db.apiKey.findMany({ where, omit: { lastUsedAt: true } }),
    db.machineClient.findMany({ where, omit: { lastUsedAt: true } }),
    db.gate.findMany({ where }),
    db.approvalRequest.findMany({ where }),
    db.killSwitch.findMany({ where }),
    db.breakGlassGrant.findMany({ where }),
    db.auditEntry.findMany({ where: { ...where, outcome: { not: "denied" } } }),
  ]);
  return JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
