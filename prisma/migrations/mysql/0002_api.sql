-- MySQL / MariaDB: rules, jobs, the event stream, webhooks, and what the AME records join by.
-- Every statement can be run again after a failure; a table is altered only while its first new column is missing.

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'proposals' AND column_name = 'version') = 0, 'ALTER TABLE `proposals`
    ADD COLUMN `version` INTEGER NOT NULL DEFAULT 1', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'executions' AND column_name = 'after_state') = 0, 'ALTER TABLE `executions`
    ADD COLUMN `after_state` JSON,
    ADD COLUMN `before_state` JSON,
    ADD COLUMN `outcome_due_at` DATETIME(3),
    ADD COLUMN `queue` VARCHAR(191),
    ADD COLUMN `reported_proposal_id` VARCHAR(191),
    ADD COLUMN `role_context` VARCHAR(120) NOT NULL DEFAULT '''',
    MODIFY COLUMN `workflow_id` BIGINT NULL,
    MODIFY COLUMN `proposal_id` VARCHAR(191) NULL,
    ADD INDEX `executions_outcome_due_at_idx` (`outcome_due_at`)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'ame_trust_scopes' AND column_name = 'failure_count') = 0, 'ALTER TABLE `ame_trust_scopes`
    ADD COLUMN `failure_count` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `missed_outcome_count` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `safety_error_count` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `safety_error_sum` DOUBLE NOT NULL DEFAULT 0,
    ADD COLUMN `success_count` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `value_count` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `value_sum` DOUBLE NOT NULL DEFAULT 0,
    ADD INDEX `ame_trust_scopes_tenant_id_id_idx` (`tenant_id`, `id`)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'ame_events' AND column_name = 'context') = 0, 'ALTER TABLE `ame_events`
    ADD COLUMN `context` JSON,
    ADD COLUMN `execution_id` BIGINT,
    ADD COLUMN `is_evidence` BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN `observed_error` BOOLEAN,
    ADD COLUMN `observed_time_saved_sec` DOUBLE,
    ADD COLUMN `once_key` VARCHAR(191),
    ADD COLUMN `outcome_success` BOOLEAN,
    ADD COLUMN `predicted_time_saved_sec` DOUBLE,
    ADD UNIQUE INDEX `ame_events_tenant_id_once_key_key` (`tenant_id`, `once_key`)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'idempotency_keys' AND column_name = 'locked_until') = 0, 'ALTER TABLE `idempotency_keys`
    ADD COLUMN `locked_until` DATETIME(3)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

CREATE TABLE IF NOT EXISTS `rules` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `description` TEXT NOT NULL,
    `condition` JSON NOT NULL,
    `action` JSON NOT NULL,
    `is_enabled` BOOLEAN NOT NULL,
    `priority` INTEGER NOT NULL,
    `version` INTEGER NOT NULL DEFAULT 1,
    `execution_count` INTEGER NOT NULL DEFAULT 0,
    `last_run_at` DATETIME(3),
    `last_status` VARCHAR(191),
    `created_by` VARCHAR(191) NOT NULL,
    `updated_by` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `rules_tenant_id_is_enabled_priority_id_idx` (`tenant_id`, `is_enabled`, `priority`, `id`),
    INDEX `rules_tenant_id_id_idx` (`tenant_id`, `id`),
    UNIQUE INDEX `rules_tenant_id_name_key` (`tenant_id`, `name`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `rule_versions` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `rule_id` BIGINT NOT NULL,
    `version` INTEGER NOT NULL,
    `change` VARCHAR(191) NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `description` TEXT NOT NULL,
    `condition` JSON NOT NULL,
    `action` JSON NOT NULL,
    `is_enabled` BOOLEAN NOT NULL,
    `priority` INTEGER NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `rule_versions_tenant_id_rule_id_id_idx` (`tenant_id`, `rule_id`, `id`),
    UNIQUE INDEX `rule_versions_rule_id_version_key` (`rule_id`, `version`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `jobs` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `kind` VARCHAR(191) NOT NULL,
    `payload` JSON NOT NULL,
    `status` VARCHAR(191) NOT NULL DEFAULT 'waiting',
    `run_at` DATETIME(3) NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `lease_token` VARCHAR(64),
    `leased_until` DATETIME(3),
    `progress` INTEGER NOT NULL DEFAULT 0,
    `progress_total` INTEGER,
    `result` JSON,
    `last_error` TEXT,
    `is_cancel_requested` BOOLEAN NOT NULL DEFAULT false,
    `dedupe_key` VARCHAR(191),
    `every_seconds` INTEGER,
    `created_by` VARCHAR(191) NOT NULL,
    `request_id` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,
    `finished_at` DATETIME(3),

    PRIMARY KEY (`id`),
    INDEX `jobs_status_run_at_id_idx` (`status`, `run_at`, `id`),
    INDEX `jobs_status_leased_until_idx` (`status`, `leased_until`),
    INDEX `jobs_status_finished_at_idx` (`status`, `finished_at`),
    INDEX `jobs_tenant_id_id_idx` (`tenant_id`, `id`),
    INDEX `jobs_tenant_id_status_id_idx` (`tenant_id`, `status`, `id`),
    UNIQUE INDEX `jobs_tenant_id_dedupe_key_key` (`tenant_id`, `dedupe_key`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `stream_events` (
    `position` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `audit_entry_id` BIGINT NOT NULL,
    `type` VARCHAR(191) NOT NULL,
    `subject_type` VARCHAR(191) NOT NULL,
    `subject_id` VARCHAR(191) NOT NULL,
    `workflow_id` BIGINT,
    `data` JSON NOT NULL,
    `at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`position`),
    UNIQUE INDEX `stream_events_audit_entry_id_key` (`audit_entry_id`),
    INDEX `stream_events_tenant_id_position_idx` (`tenant_id`, `position`),
    INDEX `stream_events_at_idx` (`at`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `stream_heads` (
    `name` VARCHAR(191) NOT NULL,
    `audit_entry_id` BIGINT NOT NULL,
    `gaps` JSON NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`name`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `webhook_endpoints` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `url` TEXT NOT NULL,
    `description` TEXT NOT NULL,
    `event_types` JSON NOT NULL,
    `is_enabled` BOOLEAN NOT NULL,
    `secret` TEXT NOT NULL,
    `previous_secret` TEXT,
    `previous_secret_expires_at` DATETIME(3),
    `version` INTEGER NOT NULL DEFAULT 1,
    `created_by` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `webhook_endpoints_tenant_id_created_at_id_idx` (`tenant_id`, `created_at`, `id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `webhook_deliveries` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `endpoint_id` VARCHAR(191) NOT NULL,
    `event_id` VARCHAR(191) NOT NULL,
    `event_type` VARCHAR(191) NOT NULL,
    `body` TEXT NOT NULL,
    `status` VARCHAR(191) NOT NULL DEFAULT 'waiting',
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `generation` INTEGER NOT NULL DEFAULT 0,
    `last_status` INTEGER,
    `last_error` TEXT,
    `next_attempt_at` DATETIME(3),
    `delivered_at` DATETIME(3),
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `webhook_deliveries_tenant_id_id_idx` (`tenant_id`, `id`),
    INDEX `webhook_deliveries_endpoint_id_status_id_idx` (`endpoint_id`, `status`, `id`),
    INDEX `webhook_deliveries_status_next_attempt_at_idx` (`status`, `next_attempt_at`),
    INDEX `webhook_deliveries_updated_at_idx` (`updated_at`),
    UNIQUE INDEX `webhook_deliveries_endpoint_id_event_id_key` (`endpoint_id`, `event_id`),
    CONSTRAINT `webhook_deliveries_endpoint_id_fkey` FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoints`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
