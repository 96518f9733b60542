-- SQLite: the first shape of the database. See docs/decisions for why migrations are plain SQL.

-- CreateTable
CREATE TABLE "workflows" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "pack_id" TEXT NOT NULL,
    "scenario_key" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "state" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 3,
    "promised_at" DATETIME NOT NULL,
    "insurance" TEXT NOT NULL DEFAULT 'pending',
    "attributes" JSONB NOT NULL,
    "search_text" TEXT NOT NULL,
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "move_count" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "task_count" INTEGER NOT NULL DEFAULT 0,
    "event_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workflow_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "assigned_to" TEXT,
    "state" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "tasks_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "workflow_id" BIGINT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "event_type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "actor_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    CONSTRAINT "events_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "gates" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "change_count" INTEGER NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "gate_changes" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "gate_id" BIGINT NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "gate_changes_gate_id_fkey" FOREIGN KEY ("gate_id") REFERENCES "gates" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "proposals" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "workflow_id" BIGINT NOT NULL,
    "action_type" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "queue" TEXT NOT NULL,
    "move_count" INTEGER NOT NULL,
    "confidence" REAL NOT NULL,
    "safety_score" REAL NOT NULL,
    "gate_key" TEXT,
    "features" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" DATETIME NOT NULL,
    "decided_by" TEXT,
    "decided_at" DATETIME,
    "executed_by" TEXT,
    "executed_at" DATETIME,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "proposals_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "proposal_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "claimed_by" TEXT,
    "reason" TEXT NOT NULL,
    "decided_at" DATETIME NOT NULL,
    CONSTRAINT "decisions_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "executions" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "workflow_id" BIGINT NOT NULL,
    "proposal_id" TEXT NOT NULL,
    "action_type" TEXT NOT NULL,
    "gate_key" TEXT,
    "effects" JSONB NOT NULL,
    "move_count" INTEGER NOT NULL,
    "actor_id" TEXT NOT NULL,
    "executed_at" DATETIME NOT NULL,
    "reversible_until" DATETIME,
    "rolled_back_at" DATETIME,
    "rolled_back_by" TEXT,
    "rollback_reason" TEXT,
    CONSTRAINT "executions_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "executions_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposals" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ame_trust_scopes" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "action_type" TEXT NOT NULL,
    "role_context" TEXT NOT NULL DEFAULT '',
    "stage" TEXT NOT NULL DEFAULT 'observe',
    "trust_score" REAL NOT NULL DEFAULT 0,
    "proposal_count" INTEGER NOT NULL DEFAULT 0,
    "approval_count" INTEGER NOT NULL DEFAULT 0,
    "rejection_count" INTEGER NOT NULL DEFAULT 0,
    "deferral_count" INTEGER NOT NULL DEFAULT 0,
    "execution_count" INTEGER NOT NULL DEFAULT 0,
    "rollback_count" INTEGER NOT NULL DEFAULT 0,
    "stage_changed_at" DATETIME,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ame_events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "scope_id" BIGINT NOT NULL,
    "queue" TEXT NOT NULL,
    "action_type" TEXT NOT NULL,
    "role_context" TEXT NOT NULL DEFAULT '',
    "event_type" TEXT NOT NULL,
    "proposal_id" TEXT,
    "predicted_confidence" REAL,
    "predicted_safety" REAL,
    "decision" TEXT,
    "decision_by" TEXT,
    "decision_reason" TEXT,
    "is_override" BOOLEAN NOT NULL DEFAULT false,
    "features" JSONB NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "workflow_id" BIGINT,
    "reason" TEXT,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "request_id" TEXT NOT NULL,
    "source" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "workflow_id" BIGINT,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "available_at" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "workflows_tenant_id_id_idx" ON "workflows"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_site_id_id_idx" ON "workflows"("tenant_id", "site_id", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_is_open_queue_promised_at_id_idx" ON "workflows"("tenant_id", "is_open", "queue", "promised_at", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_is_open_promised_at_idx" ON "workflows"("tenant_id", "is_open", "promised_at");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_is_open_queue_updated_at_idx" ON "workflows"("tenant_id", "is_open", "queue", "updated_at");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_queue_id_idx" ON "workflows"("tenant_id", "queue", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_state_id_idx" ON "workflows"("tenant_id", "state", "id");

-- CreateIndex
CREATE INDEX "workflows_tenant_id_is_open_insurance_idx" ON "workflows"("tenant_id", "is_open", "insurance");

-- CreateIndex
CREATE INDEX "tasks_workflow_id_id_idx" ON "tasks"("workflow_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "events_workflow_id_sequence_key" ON "events"("workflow_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "gates_tenant_id_key_key" ON "gates"("tenant_id", "key");

-- CreateIndex
CREATE INDEX "gate_changes_gate_id_id_idx" ON "gate_changes"("gate_id", "id");

-- CreateIndex
CREATE INDEX "proposals_workflow_id_proposed_at_idx" ON "proposals"("workflow_id", "proposed_at");

-- CreateIndex
CREATE INDEX "proposals_tenant_id_status_proposed_at_id_idx" ON "proposals"("tenant_id", "status", "proposed_at", "id");

-- CreateIndex
CREATE INDEX "decisions_proposal_id_id_idx" ON "decisions"("proposal_id", "id");

-- CreateIndex
CREATE INDEX "executions_workflow_id_id_idx" ON "executions"("workflow_id", "id");

-- CreateIndex
CREATE INDEX "executions_proposal_id_idx" ON "executions"("proposal_id");

-- CreateIndex
CREATE INDEX "executions_tenant_id_site_id_id_idx" ON "executions"("tenant_id", "site_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ame_trust_scopes_tenant_id_site_id_queue_action_type_role_context_key" ON "ame_trust_scopes"("tenant_id", "site_id", "queue", "action_type", "role_context");

-- CreateIndex
CREATE INDEX "ame_events_tenant_id_id_idx" ON "ame_events"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "ame_events_scope_id_id_idx" ON "ame_events"("scope_id", "id");

-- CreateIndex
CREATE INDEX "ame_events_proposal_id_idx" ON "ame_events"("proposal_id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_id_idx" ON "audit_entries"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_workflow_id_id_idx" ON "audit_entries"("tenant_id", "workflow_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_keys_tenant_id_actor_id_key_key" ON "idempotency_keys"("tenant_id", "actor_id", "key");

-- CreateIndex
CREATE INDEX "outbox_status_available_at_id_idx" ON "outbox"("status", "available_at", "id");

-- CreateIndex
CREATE INDEX "outbox_tenant_id_site_id_id_idx" ON "outbox"("tenant_id", "site_id", "id");
