-- PostgreSQL: trust scopes keep the state of the trust engine, and executions whether they are audited.

ALTER TABLE "executions" ADD COLUMN "audit_probability" DOUBLE PRECISION,
ADD COLUMN "audit_state" TEXT,
ADD COLUMN "is_check_case" BOOLEAN NOT NULL DEFAULT false;

CREATE INDEX "executions_tenant_id_audit_state_outcome_due_at_id_idx" ON "executions"("tenant_id", "audit_state", "outcome_due_at", "id");

ALTER TABLE "ame_trust_scopes" DROP COLUMN "safety_error_sum",
DROP COLUMN "safety_error_count",
DROP COLUMN "value_sum",
DROP COLUMN "value_count",
ADD COLUMN "state" JSONB,
ADD COLUMN "overrides" JSONB,
ADD COLUMN "coin_seed" TEXT NOT NULL DEFAULT '',
ADD COLUMN "stopped_at" TIMESTAMP(3);

ALTER TABLE "ame_events" ADD COLUMN "excluded_because" TEXT,
ADD COLUMN "counts_as" TEXT,
ADD COLUMN "audit_probability" DOUBLE PRECISION,
ADD COLUMN "audit_draw" DOUBLE PRECISION;

CREATE TABLE "ame_reviewers" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "caught" INTEGER NOT NULL DEFAULT 0,
    "missed" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ame_reviewers_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ame_reviewers_tenant_id_actor_id_key" ON "ame_reviewers"("tenant_id", "actor_id");

-- What never counted keeps saying why: it named no proposal, or it came after it was counted as missed.
UPDATE ame_events SET excluded_because = 'no_proposal' WHERE is_evidence = false;
UPDATE ame_events SET excluded_because = 'late' WHERE event_type = 'outcome' AND (tenant_id, proposal_id) IN (
    SELECT tenant_id, proposal_id FROM (
        SELECT tenant_id, proposal_id FROM ame_events WHERE event_type = 'outcome_missed' AND proposal_id IS NOT NULL
    ) AS missed
);
