-- SQLite: people, keys, governance, and a tamper-evident audit trail.

-- AlterTable
ALTER TABLE "proposals" ADD COLUMN "evidence_hash" TEXT;

-- CreateIndex
CREATE INDEX "proposals_status_proposed_at_id_idx" ON "proposals"("status", "proposed_at", "id");

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN "evidence_hash" TEXT;

-- CreateTable
CREATE TABLE "audit_seals" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "audit_entry_id" BIGINT NOT NULL,
    "entry_hash" TEXT NOT NULL,
    "chain_hash" TEXT NOT NULL,

    PRIMARY KEY ("tenant_id", "position")
);

-- CreateTable
CREATE TABLE "audit_chain_heads" (
    "tenant_id" TEXT NOT NULL PRIMARY KEY,
    "position" BIGINT NOT NULL,
    "chain_hash" TEXT NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "previous_position" BIGINT NOT NULL,
    "chain_hash" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    PRIMARY KEY ("tenant_id", "position")
);

-- CreateTable
CREATE TABLE "audit_prunes" (
    "tenant_id" TEXT NOT NULL,
    "through_position" BIGINT NOT NULL,
    "through_entry_id" BIGINT NOT NULL,
    "chain_hash" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actor_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    PRIMARY KEY ("tenant_id", "through_position")
);

-- CreateTable
CREATE TABLE "legal_holds" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "covers" JSONB NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_at" DATETIME NOT NULL,
    "released_by" TEXT,
    "released_at" DATETIME,
    "release_reason" TEXT
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "site_ids" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "password_hash" TEXT,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "totp_secret" TEXT,
    "totp_enabled_at" DATETIME,
    "totp_last_step" BIGINT,
    "oidc_issuer" TEXT,
    "oidc_subject" TEXT,
    "last_sign_in_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "user_sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "last_active_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    "method" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT NOT NULL,
    CONSTRAINT "user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "permissions" JSONB,
    "site_ids" JSONB NOT NULL,
    "user_id" TEXT,
    "replaces_id" TEXT,
    "expires_at" DATETIME,
    "revoked_at" DATETIME,
    "revoked_by" TEXT,
    "last_used_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "machine_clients" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "permissions" JSONB,
    "site_ids" JSONB NOT NULL,
    "jwks" JSONB,
    "jwks_url" TEXT,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_used_at" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "used_assertions" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "client_id" TEXT NOT NULL,
    "jti_hash" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "approval_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "pending_key" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_role" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL,
    "requested_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "decided_by" TEXT,
    "decided_at" DATETIME,
    "decision_reason" TEXT
);

-- CreateTable
CREATE TABLE "governance_heads" (
    "tenant_id" TEXT NOT NULL PRIMARY KEY,
    "version" INTEGER NOT NULL DEFAULT 0,
    "updated_at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "kill_switches" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_key" TEXT NOT NULL DEFAULT '',
    "is_engaged" BOOLEAN NOT NULL,
    "reason_code" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL,
    "engaged_by" TEXT NOT NULL,
    "engaged_at" DATETIME NOT NULL,
    "released_by" TEXT,
    "released_at" DATETIME,
    "change_count" INTEGER NOT NULL DEFAULT 0,
    "drill_until" DATETIME
);

-- CreateTable
CREATE TABLE "break_glass_grants" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "ended_at" DATETIME,
    "active_key" TEXT,
    "use_count" INTEGER NOT NULL DEFAULT 0,
    "review_status" TEXT NOT NULL DEFAULT 'open',
    "reviewed_by" TEXT,
    "reviewed_at" DATETIME,
    "review_note" TEXT
);

-- AlterTable
ALTER TABLE "gates" ADD COLUMN "approved_by" TEXT;
ALTER TABLE "gates" ADD COLUMN "reason_code" TEXT NOT NULL DEFAULT '';
ALTER TABLE "gates" ADD COLUMN "expires_at" DATETIME;
ALTER TABLE "gate_changes" ADD COLUMN "approved_by" TEXT;
ALTER TABLE "gate_changes" ADD COLUMN "reason_code" TEXT NOT NULL DEFAULT '';
ALTER TABLE "gate_changes" ADD COLUMN "expires_at" DATETIME;
ALTER TABLE "audit_entries" ADD COLUMN "on_behalf_of" TEXT;
ALTER TABLE "audit_entries" ADD COLUMN "outcome" TEXT NOT NULL DEFAULT 'done';
ALTER TABLE "audit_entries" ADD COLUMN "reason_code" TEXT;
ALTER TABLE "audit_entries" ADD COLUMN "ip" TEXT;
ALTER TABLE "audit_entries" ADD COLUMN "workstation" TEXT;
ALTER TABLE "audit_entries" ADD COLUMN "retention_class" TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE "audit_entries" ADD COLUMN "content_hash" TEXT;

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_actor_id_id_idx" ON "audit_entries"("tenant_id", "actor_id", "id");
CREATE INDEX "audit_entries_tenant_id_action_id_idx" ON "audit_entries"("tenant_id", "action", "id");
CREATE INDEX "audit_entries_tenant_id_site_id_id_idx" ON "audit_entries"("tenant_id", "site_id", "id");
CREATE INDEX "audit_entries_tenant_id_at_id_idx" ON "audit_entries"("tenant_id", "at", "id");
CREATE UNIQUE INDEX "audit_seals_audit_entry_id_key" ON "audit_seals"("audit_entry_id");
CREATE INDEX "legal_holds_tenant_id_placed_at_id_idx" ON "legal_holds"("tenant_id", "placed_at", "id");
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
CREATE INDEX "users_tenant_id_created_at_id_idx" ON "users"("tenant_id", "created_at", "id");
CREATE UNIQUE INDEX "users_oidc_issuer_oidc_subject_key" ON "users"("oidc_issuer", "oidc_subject");
CREATE INDEX "user_sessions_user_id_created_at_idx" ON "user_sessions"("user_id", "created_at");
CREATE INDEX "user_sessions_expires_at_idx" ON "user_sessions"("expires_at");
CREATE UNIQUE INDEX "api_keys_prefix_key" ON "api_keys"("prefix");
CREATE INDEX "api_keys_tenant_id_created_at_id_idx" ON "api_keys"("tenant_id", "created_at", "id");
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");
CREATE INDEX "machine_clients_tenant_id_created_at_id_idx" ON "machine_clients"("tenant_id", "created_at", "id");
CREATE INDEX "used_assertions_expires_at_idx" ON "used_assertions"("expires_at");
CREATE UNIQUE INDEX "used_assertions_client_id_jti_hash_key" ON "used_assertions"("client_id", "jti_hash");
CREATE INDEX "approval_requests_tenant_id_status_requested_at_id_idx" ON "approval_requests"("tenant_id", "status", "requested_at", "id");
CREATE UNIQUE INDEX "approval_requests_tenant_id_pending_key_key" ON "approval_requests"("tenant_id", "pending_key");
CREATE UNIQUE INDEX "kill_switches_tenant_id_scope_kind_scope_key_key" ON "kill_switches"("tenant_id", "scope_kind", "scope_key");
CREATE UNIQUE INDEX "break_glass_grants_tenant_id_active_key_key" ON "break_glass_grants"("tenant_id", "active_key");
CREATE INDEX "break_glass_grants_tenant_id_review_status_started_at_id_idx" ON "break_glass_grants"("tenant_id", "review_status", "started_at", "id");
CREATE INDEX "break_glass_grants_tenant_id_actor_id_expires_at_idx" ON "break_glass_grants"("tenant_id", "actor_id", "expires_at");

-- What was recorded stays as it is; an entry or seal goes only when a signed statement says so.
CREATE TRIGGER "audit_entries_no_update" BEFORE UPDATE ON "audit_entries"
BEGIN SELECT RAISE(ABORT, 'audit_entries are never changed'); END;
CREATE TRIGGER "audit_seals_no_update" BEFORE UPDATE ON "audit_seals"
BEGIN SELECT RAISE(ABORT, 'audit_seals are never changed'); END;
CREATE TRIGGER "audit_checkpoints_no_update" BEFORE UPDATE ON "audit_checkpoints"
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints are never changed'); END;
CREATE TRIGGER "audit_prunes_no_update" BEFORE UPDATE ON "audit_prunes"
BEGIN SELECT RAISE(ABORT, 'audit_prunes are never changed'); END;
-- INSERT OR REPLACE deletes without asking the triggers for DELETE.
CREATE TRIGGER "audit_entries_no_replace" BEFORE INSERT ON "audit_entries"
WHEN EXISTS (SELECT 1 FROM "audit_entries" e WHERE e."id" = NEW."id")
BEGIN SELECT RAISE(ABORT, 'audit_entries are never changed'); END;
CREATE TRIGGER "audit_seals_no_replace" BEFORE INSERT ON "audit_seals"
WHEN EXISTS (SELECT 1 FROM "audit_seals" s WHERE s."tenant_id" = NEW."tenant_id" AND s."position" = NEW."position")
  OR EXISTS (SELECT 1 FROM "audit_seals" s WHERE s."audit_entry_id" = NEW."audit_entry_id")
BEGIN SELECT RAISE(ABORT, 'audit_seals are never changed'); END;
CREATE TRIGGER "audit_checkpoints_no_replace" BEFORE INSERT ON "audit_checkpoints"
WHEN EXISTS (SELECT 1 FROM "audit_checkpoints" c WHERE c."tenant_id" = NEW."tenant_id" AND c."position" = NEW."position")
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints are never changed'); END;
CREATE TRIGGER "audit_prunes_no_replace" BEFORE INSERT ON "audit_prunes"
WHEN EXISTS (SELECT 1 FROM "audit_prunes" p WHERE p."tenant_id" = NEW."tenant_id" AND p."through_position" = NEW."through_position")
BEGIN SELECT RAISE(ABORT, 'audit_prunes are never changed'); END;
CREATE TRIGGER "audit_entries_no_delete" BEFORE DELETE ON "audit_entries"
WHEN NOT EXISTS (SELECT 1 FROM "audit_seals" s JOIN "audit_prunes" p ON p."tenant_id" = s."tenant_id" AND p."through_position" >= s."position" WHERE s."audit_entry_id" = OLD."id" AND s."tenant_id" = OLD."tenant_id")
BEGIN SELECT RAISE(ABORT, 'audit_entries are never deleted before their time'); END;
CREATE TRIGGER "audit_seals_no_delete" BEFORE DELETE ON "audit_seals"
WHEN NOT EXISTS (SELECT 1 FROM "audit_prunes" p WHERE p."tenant_id" = OLD."tenant_id" AND p."through_position" >= OLD."position")
BEGIN SELECT RAISE(ABORT, 'audit_seals are never deleted before their time'); END;
CREATE TRIGGER "audit_checkpoints_no_delete" BEFORE DELETE ON "audit_checkpoints"
BEGIN SELECT RAISE(ABORT, 'audit_checkpoints are never deleted'); END;
CREATE TRIGGER "audit_prunes_no_delete" BEFORE DELETE ON "audit_prunes"
BEGIN SELECT RAISE(ABORT, 'audit_prunes are never deleted'); END;
