-- PostgreSQL: people, keys, governance, and a tamper-evident audit trail.

-- AlterTable
ALTER TABLE "gates" ADD COLUMN     "approved_by" TEXT,
ADD COLUMN     "expires_at" TIMESTAMP(3),
ADD COLUMN     "reason_code" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "gate_changes" ADD COLUMN     "approved_by" TEXT,
ADD COLUMN     "expires_at" TIMESTAMP(3),
ADD COLUMN     "reason_code" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "proposals" ADD COLUMN     "evidence_hash" TEXT;

-- CreateIndex
CREATE INDEX "proposals_status_proposed_at_id_idx" ON "proposals"("status", "proposed_at", "id");

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN     "evidence_hash" TEXT;

-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "content_hash" TEXT,
ADD COLUMN     "ip" TEXT,
ADD COLUMN     "on_behalf_of" TEXT,
ADD COLUMN     "outcome" TEXT NOT NULL DEFAULT 'done',
ADD COLUMN     "reason_code" TEXT,
ADD COLUMN     "retention_class" TEXT NOT NULL DEFAULT 'standard',
ADD COLUMN     "workstation" TEXT;

-- CreateTable
CREATE TABLE "audit_seals" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "audit_entry_id" BIGINT NOT NULL,
    "entry_hash" TEXT NOT NULL,
    "chain_hash" TEXT NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("tenant_id","position")
);

-- CreateTable
CREATE TABLE "audit_chain_heads" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "chain_hash" TEXT NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "audit_chain_heads_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "previous_position" BIGINT NOT NULL,
    "chain_hash" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("tenant_id","position")
);

-- CreateTable
CREATE TABLE "audit_prunes" (
    "tenant_id" TEXT NOT NULL,
    "through_position" BIGINT NOT NULL,
    "through_entry_id" BIGINT NOT NULL,
    "chain_hash" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "audit_prunes_pkey" PRIMARY KEY ("tenant_id","through_position")
);

-- CreateTable
CREATE TABLE "legal_holds" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "covers" JSONB NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMP(3) NOT NULL,
    "released_by" TEXT,
    "released_at" TIMESTAMP(3),
    "release_reason" TEXT,

    CONSTRAINT "legal_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "site_ids" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "password_hash" TEXT,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "totp_secret" TEXT,
    "totp_enabled_at" TIMESTAMP(3),
    "totp_last_step" BIGINT,
    "oidc_issuer" TEXT,
    "oidc_subject" TEXT,
    "last_sign_in_at" TIMESTAMP(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "last_active_at" TIMESTAMP(3) NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),
    "method" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "user_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "permissions" JSONB,
    "site_ids" JSONB NOT NULL,
    "user_id" TEXT,
    "replaces_id" TEXT,
    "expires_at" TIMESTAMP(3),
    "revoked_at" TIMESTAMP(3),
    "revoked_by" TEXT,
    "last_used_at" TIMESTAMP(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "machine_clients" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "permissions" JSONB,
    "site_ids" JSONB NOT NULL,
    "jwks" JSONB,
    "jwks_url" TEXT,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_used_at" TIMESTAMP(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "machine_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_assertions" (
    "id" BIGSERIAL NOT NULL,
    "client_id" TEXT NOT NULL,
    "jti_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "used_assertions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_requests" (
    "id" TEXT NOT NULL,
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
    "requested_at" TIMESTAMP(3) NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMP(3),
    "decision_reason" TEXT,

    CONSTRAINT "approval_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "governance_heads" (
    "tenant_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "governance_heads_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "kill_switches" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "scope_kind" TEXT NOT NULL,
    "scope_key" TEXT NOT NULL DEFAULT '',
    "is_engaged" BOOLEAN NOT NULL,
    "reason_code" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL,
    "engaged_by" TEXT NOT NULL,
    "engaged_at" TIMESTAMP(3) NOT NULL,
    "released_by" TEXT,
    "released_at" TIMESTAMP(3),
    "change_count" INTEGER NOT NULL DEFAULT 0,
    "drill_until" TIMESTAMP(3),

    CONSTRAINT "kill_switches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "break_glass_grants" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "site_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMP(3) NOT NULL,
    "expires_at" TIMESTAMP(3) NOT NULL,
    "ended_at" TIMESTAMP(3),
    "active_key" TEXT,
    "use_count" INTEGER NOT NULL DEFAULT 0,
    "review_status" TEXT NOT NULL DEFAULT 'open',
    "reviewed_by" TEXT,
    "reviewed_at" TIMESTAMP(3),
    "review_note" TEXT,

    CONSTRAINT "break_glass_grants_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seals_audit_entry_id_key" ON "audit_seals"("audit_entry_id");

-- CreateIndex
CREATE INDEX "legal_holds_tenant_id_placed_at_id_idx" ON "legal_holds"("tenant_id", "placed_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_tenant_id_created_at_id_idx" ON "users"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "users_oidc_issuer_oidc_subject_key" ON "users"("oidc_issuer", "oidc_subject");

-- CreateIndex
CREATE INDEX "user_sessions_user_id_created_at_idx" ON "user_sessions"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "user_sessions_expires_at_idx" ON "user_sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_prefix_key" ON "api_keys"("prefix");

-- CreateIndex
CREATE INDEX "api_keys_tenant_id_created_at_id_idx" ON "api_keys"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- CreateIndex
CREATE INDEX "machine_clients_tenant_id_created_at_id_idx" ON "machine_clients"("tenant_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "used_assertions_expires_at_idx" ON "used_assertions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "used_assertions_client_id_jti_hash_key" ON "used_assertions"("client_id", "jti_hash");

-- CreateIndex
CREATE INDEX "approval_requests_tenant_id_status_requested_at_id_idx" ON "approval_requests"("tenant_id", "status", "requested_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_requests_tenant_id_pending_key_key" ON "approval_requests"("tenant_id", "pending_key");

-- CreateIndex
CREATE UNIQUE INDEX "kill_switches_tenant_id_scope_kind_scope_key_key" ON "kill_switches"("tenant_id", "scope_kind", "scope_key");

-- CreateIndex
CREATE UNIQUE INDEX "break_glass_grants_tenant_id_active_key_key" ON "break_glass_grants"("tenant_id", "active_key");

-- CreateIndex
CREATE INDEX "break_glass_grants_tenant_id_review_status_started_at_id_idx" ON "break_glass_grants"("tenant_id", "review_status", "started_at", "id");

-- CreateIndex
CREATE INDEX "break_glass_grants_tenant_id_actor_id_expires_at_idx" ON "break_glass_grants"("tenant_id", "actor_id", "expires_at");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_actor_id_id_idx" ON "audit_entries"("tenant_id", "actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_action_id_idx" ON "audit_entries"("tenant_id", "action", "id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_site_id_id_idx" ON "audit_entries"("tenant_id", "site_id", "id");

-- CreateIndex
CREATE INDEX "audit_entries_tenant_id_at_id_idx" ON "audit_entries"("tenant_id", "at", "id");

-- AddForeignKey
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was recorded stays as it is; an entry or seal goes only when a signed statement says so.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% are never changed', TG_TABLE_NAME;
END $$;
CREATE FUNCTION refuse_audit_entry_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "audit_seals" s JOIN "audit_prunes" p ON p."tenant_id" = s."tenant_id" AND p."through_position" >= s."position" WHERE s."audit_entry_id" = OLD."id" AND s."tenant_id" = OLD."tenant_id") THEN
    RAISE EXCEPTION 'audit_entries are never deleted before their time';
  END IF;
  RETURN OLD;
END $$;
CREATE FUNCTION refuse_audit_seal_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "audit_prunes" p WHERE p."tenant_id" = OLD."tenant_id" AND p."through_position" >= OLD."position") THEN
    RAISE EXCEPTION 'audit_seals are never deleted before their time';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER "audit_entries_no_update" BEFORE UPDATE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_seals_no_update" BEFORE UPDATE ON "audit_seals" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_checkpoints_no_update" BEFORE UPDATE ON "audit_checkpoints" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_prunes_no_update" BEFORE UPDATE ON "audit_prunes" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_entries_no_delete" BEFORE DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION refuse_audit_entry_delete();
CREATE TRIGGER "audit_seals_no_delete" BEFORE DELETE ON "audit_seals" FOR EACH ROW EXECUTE FUNCTION refuse_audit_seal_delete();
CREATE TRIGGER "audit_checkpoints_no_delete" BEFORE DELETE ON "audit_checkpoints" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_prunes_no_delete" BEFORE DELETE ON "audit_prunes" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_entries_no_truncate" BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_seals_no_truncate" BEFORE TRUNCATE ON "audit_seals" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_checkpoints_no_truncate" BEFORE TRUNCATE ON "audit_checkpoints" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER "audit_prunes_no_truncate" BEFORE TRUNCATE ON "audit_prunes" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
