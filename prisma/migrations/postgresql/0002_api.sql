-- PostgreSQL: rules, jobs, the event stream, webhooks, and what the AME records join by.

-- AlterTable
ALTER TABLE "proposals" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "executions" ADD COLUMN "after_state" JSONB,
ADD COLUMN "before_state" JSONB,
ADD COLUMN "outcome_due_at" TIMESTAMP(3),
ADD COLUMN "queue" TEXT,
ADD COLUMN "reported_proposal_id" TEXT,
ADD COLUMN "role_context" TEXT NOT NULL DEFAULT '',
ALTER COLUMN "workflow_id" DROP NOT NULL,
ALTER COLUMN "proposal_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "ame_trust_scopes" ADD COLUMN "failure_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "missed_outcome_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "safety_error_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "safety_error_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN "success_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "value_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "value_sum" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "ame_events" ADD COLUMN "context" JSONB,
ADD COLUMN "execution_id" BIGINT,
ADD COLUMN "is_evidence" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "observed_error" BOOLEAN,
ADD COLUMN "observed_time_saved_sec" DOUBLE PRECISION,
ADD COLUMN "once_key" TEXT,
ADD COLUMN "outcome_success" BOOLEAN,
ADD COLUMN "predicted_time_saved_sec" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN "locked_until" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "rules" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "condition" JSONB NOT NULL,
    "action" JSONB NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "priority" INTEGER NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "execution_count" INTEGER NOT NULL DEFAULT 0,
    "last_run_at" TIMESTAMP(3),
    "last_status" TEXT,
    "created_by" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_versions" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "rule_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "condition" JSONB NOT NULL,
    "action" JSONB NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "priority" INTEGER NOT NULL,
    "actor_id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "rule_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "run_at" TIMESTAMP(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_token" TEXT,
    "leased_until" TIMESTAMP(3),
    "progress" INTEGER NOT NULL DEFAULT 0,
    "progress_total" INTEGER,
    "result" JSONB,
    "last_error" TEXT,
    "is_cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "dedupe_key" TEXT,
    "every_seconds" INTEGER,
    "created_by" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,
    "finished_at" TIMESTAMP(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_events" (
    "position" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "audit_entry_id" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "workflow_id" BIGINT,
    "data" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "stream_events_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "stream_heads" (
    "name" TEXT NOT NULL,
    "audit_entry_id" BIGINT NOT NULL,
    "gaps" JSONB NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "stream_heads_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "event_types" JSONB NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_expires_at" TIMESTAMP(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "last_status" INTEGER,
    "last_error" TEXT,
    "next_attempt_at" TIMESTAMP(3),
    "delivered_at" TIMESTAMP(3),
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rules_tenant_id_is_enabled_priority_id_idx" ON "rules"("tenant_id", "is_enabled", "priority", "id");

-- CreateIndex
CREATE INDEX "rules_tenant_id_id_idx" ON "rules"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rules_tenant_id_name_key" ON "rules"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "rule_versions_tenant_id_rule_id_id_idx" ON "rule_versions"("tenant_id", "rule_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rule_versions_rule_id_version_key" ON "rule_versions"("rule_id", "version");

-- CreateIndex
CREATE INDEX "jobs_status_run_at_id_idx" ON "jobs"("status", "run_at", "id");

-- CreateIndex
CREATE INDEX "jobs_status_leased_until_idx" ON "jobs"("status", "leased_until");

-- CreateIndex
CREATE INDEX "jobs_status_finished_at_idx" ON "jobs"("status", "finished_at");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_id_idx" ON "jobs"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "jobs_tenant_id_status_id_idx" ON "jobs"("tenant_id", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_tenant_id_dedupe_key_key" ON "jobs"("tenant_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "stream_events_audit_entry_id_key" ON "stream_events"("audit_entry_id");

-- CreateIndex
CREATE INDEX "stream_events_tenant_id_position_idx" ON "stream_events"("tenant_id", "position");

-- CreateIndex
CREATE INDEX "stream_events_at_idx" ON "stream_events"("at");

-- CreateIndex
CREATE INDEX "webhook_endpoints_tenant_id_created_at_id_idx" ON "webhook_endpoints"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_tenant_id_id_idx" ON "webhook_deliveries"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_status_id_idx" ON "webhook_deliveries"("endpoint_id", "status", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_status_next_attempt_at_idx" ON "webhook_deliveries"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_updated_at_idx" ON "webhook_deliveries"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_deliveries_endpoint_id_event_id_key" ON "webhook_deliveries"("endpoint_id", "event_id");

-- CreateIndex
CREATE INDEX "executions_outcome_due_at_idx" ON "executions"("outcome_due_at");

-- CreateIndex
CREATE INDEX "ame_trust_scopes_tenant_id_id_idx" ON "ame_trust_scopes"("tenant_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ame_events_tenant_id_once_key_key" ON "ame_events"("tenant_id", "once_key");

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;
