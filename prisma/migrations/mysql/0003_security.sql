-- MySQL / MariaDB: people, keys, governance, and a tamper-evident audit trail.
-- Every statement can be run again after a failure; a table is altered only while its first new column is missing.
-- Triggers need log_bin_trust_function_creators=1 (or SUPER) where the binary log is on.

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'gates' AND column_name = 'approved_by') = 0, 'ALTER TABLE `gates`
    ADD COLUMN `approved_by` VARCHAR(191),
    ADD COLUMN `reason_code` VARCHAR(191) NOT NULL DEFAULT '''',
    ADD COLUMN `expires_at` DATETIME(3)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'gate_changes' AND column_name = 'approved_by') = 0, 'ALTER TABLE `gate_changes`
    ADD COLUMN `approved_by` VARCHAR(191),
    ADD COLUMN `reason_code` VARCHAR(191) NOT NULL DEFAULT '''',
    ADD COLUMN `expires_at` DATETIME(3)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'proposals' AND column_name = 'evidence_hash') = 0, 'ALTER TABLE `proposals`
    ADD COLUMN `evidence_hash` VARCHAR(64),
    ADD INDEX `proposals_status_proposed_at_id_idx` (`status`, `proposed_at`, `id`)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'decisions' AND column_name = 'evidence_hash') = 0, 'ALTER TABLE `decisions`
    ADD COLUMN `evidence_hash` VARCHAR(64)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'audit_entries' AND column_name = 'on_behalf_of') = 0, 'ALTER TABLE `audit_entries`
    ADD COLUMN `on_behalf_of` VARCHAR(191),
    ADD COLUMN `outcome` VARCHAR(191) NOT NULL DEFAULT ''done'',
    ADD COLUMN `reason_code` VARCHAR(191),
    ADD COLUMN `ip` VARCHAR(191),
    ADD COLUMN `workstation` VARCHAR(191),
    ADD COLUMN `retention_class` VARCHAR(191) NOT NULL DEFAULT ''standard'',
    ADD COLUMN `content_hash` VARCHAR(64),
    ADD INDEX `audit_entries_tenant_id_actor_id_id_idx` (`tenant_id`, `actor_id`, `id`),
    ADD INDEX `audit_entries_tenant_id_action_id_idx` (`tenant_id`, `action`, `id`),
    ADD INDEX `audit_entries_tenant_id_site_id_id_idx` (`tenant_id`, `site_id`, `id`),
    ADD INDEX `audit_entries_tenant_id_at_id_idx` (`tenant_id`, `at`, `id`)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

CREATE TABLE IF NOT EXISTS `audit_seals` (
    `tenant_id` VARCHAR(191) NOT NULL,
    `position` BIGINT NOT NULL,
    `audit_entry_id` BIGINT NOT NULL,
    `entry_hash` VARCHAR(191) NOT NULL,
    `chain_hash` VARCHAR(191) NOT NULL,

    PRIMARY KEY (`tenant_id`,`position`),
    UNIQUE INDEX `audit_seals_audit_entry_id_key` (`audit_entry_id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `audit_chain_heads` (
    `tenant_id` VARCHAR(191) NOT NULL,
    `position` BIGINT NOT NULL,
    `chain_hash` VARCHAR(191) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`tenant_id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `audit_checkpoints` (
    `tenant_id` VARCHAR(191) NOT NULL,
    `position` BIGINT NOT NULL,
    `previous_position` BIGINT NOT NULL,
    `chain_hash` VARCHAR(191) NOT NULL,
    `at` DATETIME(3) NOT NULL,
    `key_id` VARCHAR(191) NOT NULL,
    `signature` VARCHAR(191) NOT NULL,

    PRIMARY KEY (`tenant_id`, `position`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `audit_prunes` (
    `tenant_id` VARCHAR(191) NOT NULL,
    `through_position` BIGINT NOT NULL,
    `through_entry_id` BIGINT NOT NULL,
    `chain_hash` VARCHAR(191) NOT NULL,
    `at` DATETIME(3) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `key_id` VARCHAR(191) NOT NULL,
    `signature` VARCHAR(191) NOT NULL,

    PRIMARY KEY (`tenant_id`, `through_position`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `legal_holds` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `reason` TEXT NOT NULL,
    `covers` JSON NOT NULL,
    `placed_by` VARCHAR(191) NOT NULL,
    `placed_at` DATETIME(3) NOT NULL,
    `released_by` VARCHAR(191),
    `released_at` DATETIME(3),
    `release_reason` TEXT,

    PRIMARY KEY (`id`),
    INDEX `legal_holds_tenant_id_placed_at_id_idx` (`tenant_id`, `placed_at`, `id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `users` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `email` VARCHAR(191) NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `role` VARCHAR(191) NOT NULL,
    `site_ids` JSON NOT NULL,
    `status` VARCHAR(191) NOT NULL DEFAULT 'active',
    `password_hash` TEXT,
    `must_change_password` BOOLEAN NOT NULL DEFAULT false,
    `totp_secret` TEXT,
    `totp_enabled_at` DATETIME(3),
    `totp_last_step` BIGINT,
    `oidc_issuer` VARCHAR(191),
    `oidc_subject` VARCHAR(191),
    `last_sign_in_at` DATETIME(3),
    `version` INTEGER NOT NULL DEFAULT 1,
    `created_by` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `users_email_key` (`email`),
    INDEX `users_tenant_id_created_at_id_idx` (`tenant_id`, `created_at`, `id`),
    UNIQUE INDEX `users_oidc_issuer_oidc_subject_key` (`oidc_issuer`, `oidc_subject`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `user_sessions` (
    `id` VARCHAR(191) NOT NULL,
    `user_id` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `last_active_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `ended_at` DATETIME(3),
    `method` VARCHAR(191) NOT NULL,
    `ip` VARCHAR(191),
    `user_agent` TEXT NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `user_sessions_user_id_created_at_idx` (`user_id`, `created_at`),
    INDEX `user_sessions_expires_at_idx` (`expires_at`),
    CONSTRAINT `user_sessions_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `api_keys` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `prefix` VARCHAR(191) NOT NULL,
    `hash` VARCHAR(191) NOT NULL,
    `role` VARCHAR(191) NOT NULL,
    `permissions` JSON,
    `site_ids` JSON NOT NULL,
    `user_id` VARCHAR(191),
    `replaces_id` VARCHAR(191),
    `expires_at` DATETIME(3),
    `revoked_at` DATETIME(3),
    `revoked_by` VARCHAR(191),
    `last_used_at` DATETIME(3),
    `version` INTEGER NOT NULL DEFAULT 1,
    `created_by` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `api_keys_prefix_key` (`prefix`),
    INDEX `api_keys_tenant_id_created_at_id_idx` (`tenant_id`, `created_at`, `id`),
    INDEX `api_keys_user_id_idx` (`user_id`),
    CONSTRAINT `api_keys_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `machine_clients` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `role` VARCHAR(191) NOT NULL,
    `permissions` JSON,
    `site_ids` JSON NOT NULL,
    `jwks` JSON,
    `jwks_url` TEXT,
    `is_enabled` BOOLEAN NOT NULL DEFAULT true,
    `last_used_at` DATETIME(3),
    `version` INTEGER NOT NULL DEFAULT 1,
    `created_by` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `machine_clients_tenant_id_created_at_id_idx` (`tenant_id`, `created_at`, `id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `used_assertions` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `client_id` VARCHAR(191) NOT NULL,
    `jti_hash` VARCHAR(191) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `used_assertions_expires_at_idx` (`expires_at`),
    UNIQUE INDEX `used_assertions_client_id_jti_hash_key` (`client_id`, `jti_hash`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `approval_requests` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `kind` VARCHAR(191) NOT NULL,
    `subject_type` VARCHAR(191) NOT NULL,
    `subject_id` VARCHAR(191) NOT NULL,
    `payload` JSON NOT NULL,
    `status` VARCHAR(191) NOT NULL DEFAULT 'pending',
    `pending_key` VARCHAR(191),
    `requested_by` VARCHAR(191) NOT NULL,
    `requested_role` VARCHAR(191) NOT NULL,
    `reason_code` VARCHAR(191) NOT NULL DEFAULT '',
    `reason` TEXT NOT NULL,
    `requested_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `decided_by` VARCHAR(191),
    `decided_at` DATETIME(3),
    `decision_reason` TEXT,

    PRIMARY KEY (`id`),
    INDEX `approval_requests_tenant_id_status_requested_at_id_idx` (`tenant_id`, `status`, `requested_at`, `id`),
    UNIQUE INDEX `approval_requests_tenant_id_pending_key_key` (`tenant_id`, `pending_key`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `governance_heads` (
    `tenant_id` VARCHAR(191) NOT NULL,
    `version` INTEGER NOT NULL DEFAULT 0,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`tenant_id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `kill_switches` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `scope_kind` VARCHAR(191) NOT NULL,
    `scope_key` VARCHAR(191) NOT NULL DEFAULT '',
    `is_engaged` BOOLEAN NOT NULL,
    `reason_code` VARCHAR(191) NOT NULL DEFAULT '',
    `reason` TEXT NOT NULL,
    `engaged_by` VARCHAR(191) NOT NULL,
    `engaged_at` DATETIME(3) NOT NULL,
    `released_by` VARCHAR(191),
    `released_at` DATETIME(3),
    `change_count` INTEGER NOT NULL DEFAULT 0,
    `drill_until` DATETIME(3),

    PRIMARY KEY (`id`),
    UNIQUE INDEX `kill_switches_tenant_id_scope_kind_scope_key_key` (`tenant_id`, `scope_kind`, `scope_key`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `break_glass_grants` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `actor_role` VARCHAR(191) NOT NULL,
    `kind` VARCHAR(191) NOT NULL,
    `subject` VARCHAR(191) NOT NULL,
    `reason_code` VARCHAR(191) NOT NULL,
    `reason` TEXT NOT NULL,
    `started_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `ended_at` DATETIME(3),
    `active_key` VARCHAR(191),
    `use_count` INTEGER NOT NULL DEFAULT 0,
    `review_status` VARCHAR(191) NOT NULL DEFAULT 'open',
    `reviewed_by` VARCHAR(191),
    `reviewed_at` DATETIME(3),
    `review_note` TEXT,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `break_glass_grants_tenant_id_active_key_key` (`tenant_id`, `active_key`),
    INDEX `break_glass_grants_tenant_id_review_status_started_at_id_idx` (`tenant_id`, `review_status`, `started_at`, `id`),
    INDEX `break_glass_grants_tenant_id_actor_id_expires_at_idx` (`tenant_id`, `actor_id`, `expires_at`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What was recorded stays as it is; an entry or seal goes only when a signed statement says so.
DROP TRIGGER IF EXISTS `audit_entries_no_update`;
CREATE TRIGGER `audit_entries_no_update` BEFORE UPDATE ON `audit_entries` FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_entries are never changed';
DROP TRIGGER IF EXISTS `audit_seals_no_update`;
CREATE TRIGGER `audit_seals_no_update` BEFORE UPDATE ON `audit_seals` FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_seals are never changed';
DROP TRIGGER IF EXISTS `audit_checkpoints_no_update`;
CREATE TRIGGER `audit_checkpoints_no_update` BEFORE UPDATE ON `audit_checkpoints` FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_checkpoints are never changed';
DROP TRIGGER IF EXISTS `audit_prunes_no_update`;
CREATE TRIGGER `audit_prunes_no_update` BEFORE UPDATE ON `audit_prunes` FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_prunes are never changed';
DROP TRIGGER IF EXISTS `audit_entries_no_delete`;
CREATE TRIGGER `audit_entries_no_delete` BEFORE DELETE ON `audit_entries` FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM `audit_seals` s JOIN `audit_prunes` p ON p.`tenant_id` = s.`tenant_id` AND p.`through_position` >= s.`position` WHERE s.`audit_entry_id` = OLD.`id` AND s.`tenant_id` = OLD.`tenant_id`) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_entries are never deleted before their time';
  END IF;
END;
DROP TRIGGER IF EXISTS `audit_seals_no_delete`;
CREATE TRIGGER `audit_seals_no_delete` BEFORE DELETE ON `audit_seals` FOR EACH ROW
BEGIN
  IF NOT EXISTS (SELECT 1 FROM `audit_prunes` p WHERE p.`tenant_id` = OLD.`tenant_id` AND p.`through_position` >= OLD.`position`) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_seals are never deleted before their time';
  END IF;
END;
DROP TRIGGER IF EXISTS `audit_checkpoints_no_delete`;
CREATE TRIGGER `audit_checkpoints_no_delete` BEFORE DELETE ON `audit_checkpoints` FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_checkpoints are never deleted';
DROP TRIGGER IF EXISTS `audit_prunes_no_delete`;
CREATE TRIGGER `audit_prunes_no_delete` BEFORE DELETE ON `audit_prunes` FOR EACH ROW
  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_prunes are never deleted';
