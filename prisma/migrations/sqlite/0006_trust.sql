-- SQLite: trust scopes keep the state of the trust engine, and executions whether they are audited.

ALTER TABLE "executions" ADD COLUMN "audit_probability" REAL;
ALTER TABLE "executions" ADD COLUMN "audit_state" TEXT;
ALTER TABLE "executions" ADD COLUMN "is_check_case" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "executions_tenant_id_audit_state_outcome_due_at_id_idx" ON "executions"("tenant_id", "audit_state", "outcome_due_at", "id");

ALTER TABLE "ame_trust_scopes" DROP COLUMN "safety_error_sum";
ALTER TABLE "ame_trust_scopes" DROP COLUMN "safety_error_count";
ALTER TABLE "ame_trust_scopes" DROP COLUMN "value_sum";
ALTER TABLE "ame_trust_scopes" DROP COLUMN "value_count";
ALTER TABLE "ame_trust_scopes" ADD COLUMN "state" JSONB;
ALTER TABLE "ame_trust_scopes" ADD COLUMN "overrides" JSONB;
ALTER TABLE "ame_trust_scopes" ADD COLUMN "coin_seed" TEXT NOT NULL DEFAULT '';
ALTER TABLE "ame_trust_scopes" ADD COLUMN "stopped_at" DATETIME;

ALTER TABLE "ame_events" ADD COLUMN "excluded_because" TEXT;
ALTER TABLE "ame_events" ADD COLUMN "counts_as" TEXT;
ALTER TABLE "ame_events" ADD COLUMN "audit_probability" REAL;
ALTER TABLE "ame_events" ADD COLUMN "audit_draw" REAL;

CREATE TABLE "ame_reviewers" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "caught" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "updated_at" DATETIME NOT NULL
);

CREATE UNIQUE INDEX "ame_reviewers_tenant_id_actor_id_key" ON "ame_reviewers"("tenant_id", "actor_id");

-- What never counted keeps saying why: it named no proposal, or it came after it was counted as missed.
UPDATE ame_events SET excluded_because = 'no_proposal' WHERE is_evidence = 0;
UPDATE ame_events SET excluded_because = 'late' WHERE event_type = 'outcome' AND (tenant_id, proposal_id) IN (
    SELECT tenant_id, proposal_id FROM (
        SELECT tenant_id, proposal_id FROM ame_events WHERE event_type = 'outcome_missed' AND proposal_id IS NOT NULL
    ) AS missed
);
