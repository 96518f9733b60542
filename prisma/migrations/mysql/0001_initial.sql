-- MySQL / MariaDB: the first shape of the database. See docs/decisions for why migrations are plain SQL.
-- MySQL commits each DDL statement by itself, so every statement here can be run again after a failure.

CREATE TABLE IF NOT EXISTS `workflows` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `pack_id` VARCHAR(191) NOT NULL,
    `scenario_key` VARCHAR(191),
    `name` TEXT NOT NULL,
    `description` TEXT,
    `state` VARCHAR(191) NOT NULL,
    `queue` VARCHAR(191) NOT NULL,
    `priority` INTEGER NOT NULL DEFAULT 3,
    `promised_at` DATETIME(3) NOT NULL,
    `insurance` VARCHAR(191) NOT NULL DEFAULT 'pending',
    `attributes` JSON NOT NULL,
    `search_text` TEXT NOT NULL,
    `is_open` BOOLEAN NOT NULL DEFAULT true,
    `move_count` INTEGER NOT NULL DEFAULT 0,
    `version` INTEGER NOT NULL DEFAULT 1,
    `task_count` INTEGER NOT NULL DEFAULT 0,
    `event_count` INTEGER NOT NULL DEFAULT 0,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `workflows_tenant_id_id_idx` (`tenant_id`, `id`),
    INDEX `workflows_tenant_id_site_id_id_idx` (`tenant_id`, `site_id`, `id`),
    INDEX `workflows_tenant_id_is_open_queue_promised_at_id_idx` (`tenant_id`, `is_open`, `queue`, `promised_at`, `id`),
    INDEX `workflows_tenant_id_is_open_promised_at_idx` (`tenant_id`, `is_open`, `promised_at`),
    INDEX `workflows_tenant_id_is_open_queue_updated_at_idx` (`tenant_id`, `is_open`, `queue`, `updated_at`),
    INDEX `workflows_tenant_id_queue_id_idx` (`tenant_id`, `queue`, `id`),
    INDEX `workflows_tenant_id_state_id_idx` (`tenant_id`, `state`, `id`),
    INDEX `workflows_tenant_id_is_open_insurance_idx` (`tenant_id`, `is_open`, `insurance`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `tasks` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `workflow_id` BIGINT NOT NULL,
    `name` TEXT NOT NULL,
    `assigned_to` TEXT,
    `state` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `tasks_workflow_id_id_idx` (`workflow_id`, `id`),
    CONSTRAINT `tasks_workflow_id_fkey` FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `events` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `workflow_id` BIGINT NOT NULL,
    `sequence` INTEGER NOT NULL,
    `event_type` VARCHAR(191) NOT NULL,
    `payload` JSON NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `events_workflow_id_sequence_key` (`workflow_id`, `sequence`),
    CONSTRAINT `events_workflow_id_fkey` FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `gates` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `key` VARCHAR(191) NOT NULL,
    `state` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `note` TEXT NOT NULL,
    `change_count` INTEGER NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `gates_tenant_id_key_key` (`tenant_id`, `key`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `gate_changes` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `gate_id` BIGINT NOT NULL,
    `from_state` VARCHAR(191) NOT NULL,
    `to_state` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `note` TEXT NOT NULL,
    `at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `gate_changes_gate_id_id_idx` (`gate_id`, `id`),
    CONSTRAINT `gate_changes_gate_id_fkey` FOREIGN KEY (`gate_id`) REFERENCES `gates`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `proposals` (
    `id` VARCHAR(191) NOT NULL,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `workflow_id` BIGINT NOT NULL,
    `action_type` VARCHAR(191) NOT NULL,
    `label` TEXT NOT NULL,
    `payload` JSON NOT NULL,
    `queue` VARCHAR(191) NOT NULL,
    `move_count` INTEGER NOT NULL,
    `confidence` DOUBLE NOT NULL,
    `safety_score` DOUBLE NOT NULL,
    `gate_key` VARCHAR(191),
    `features` JSON NOT NULL,
    `status` VARCHAR(191) NOT NULL,
    `proposed_by` VARCHAR(191) NOT NULL,
    `proposed_at` DATETIME(3) NOT NULL,
    `decided_by` VARCHAR(191),
    `decided_at` DATETIME(3),
    `executed_by` VARCHAR(191),
    `executed_at` DATETIME(3),
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `proposals_workflow_id_proposed_at_idx` (`workflow_id`, `proposed_at`),
    INDEX `proposals_tenant_id_status_proposed_at_id_idx` (`tenant_id`, `status`, `proposed_at`, `id`),
    CONSTRAINT `proposals_workflow_id_fkey` FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `decisions` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `proposal_id` VARCHAR(191) NOT NULL,
    `decision` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `actor_role` VARCHAR(191) NOT NULL,
    `claimed_by` TEXT,
    `reason` TEXT NOT NULL,
    `decided_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `decisions_proposal_id_id_idx` (`proposal_id`, `id`),
    CONSTRAINT `decisions_proposal_id_fkey` FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `executions` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `workflow_id` BIGINT NOT NULL,
    `proposal_id` VARCHAR(191) NOT NULL,
    `action_type` VARCHAR(191) NOT NULL,
    `gate_key` VARCHAR(191),
    `effects` JSON NOT NULL,
    `move_count` INTEGER NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `executed_at` DATETIME(3) NOT NULL,
    `reversible_until` DATETIME(3),
    `rolled_back_at` DATETIME(3),
    `rolled_back_by` VARCHAR(191),
    `rollback_reason` TEXT,

    PRIMARY KEY (`id`),
    INDEX `executions_workflow_id_id_idx` (`workflow_id`, `id`),
    INDEX `executions_proposal_id_idx` (`proposal_id`),
    INDEX `executions_tenant_id_site_id_id_idx` (`tenant_id`, `site_id`, `id`),
    CONSTRAINT `executions_workflow_id_fkey` FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT `executions_proposal_id_fkey` FOREIGN KEY (`proposal_id`) REFERENCES `proposals`(`id`) ON DELETE CASCADE ON UPDATE CASCADE
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `ame_trust_scopes` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(120) NOT NULL,
    `site_id` VARCHAR(120) NOT NULL,
    `queue` VARCHAR(120) NOT NULL,
    `action_type` VARCHAR(120) NOT NULL,
    `role_context` VARCHAR(120) NOT NULL DEFAULT '',
    `stage` VARCHAR(191) NOT NULL DEFAULT 'observe',
    `trust_score` DOUBLE NOT NULL DEFAULT 0,
    `proposal_count` INTEGER NOT NULL DEFAULT 0,
    `approval_count` INTEGER NOT NULL DEFAULT 0,
    `rejection_count` INTEGER NOT NULL DEFAULT 0,
    `deferral_count` INTEGER NOT NULL DEFAULT 0,
    `execution_count` INTEGER NOT NULL DEFAULT 0,
    `rollback_count` INTEGER NOT NULL DEFAULT 0,
    `stage_changed_at` DATETIME(3),
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `ame_trust_scopes_tenant_id_site_id_queue_action_type_role_c_key` (`tenant_id`, `site_id`, `queue`, `action_type`, `role_context`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `ame_events` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(120) NOT NULL,
    `site_id` VARCHAR(120) NOT NULL,
    `scope_id` BIGINT NOT NULL,
    `queue` VARCHAR(120) NOT NULL,
    `action_type` VARCHAR(120) NOT NULL,
    `role_context` VARCHAR(120) NOT NULL DEFAULT '',
    `event_type` VARCHAR(191) NOT NULL,
    `proposal_id` VARCHAR(191),
    `predicted_confidence` DOUBLE,
    `predicted_safety` DOUBLE,
    `decision` VARCHAR(191),
    `decision_by` VARCHAR(191),
    `decision_reason` TEXT,
    `is_override` BOOLEAN NOT NULL DEFAULT false,
    `features` JSON NOT NULL,
    `at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `ame_events_tenant_id_id_idx` (`tenant_id`, `id`),
    INDEX `ame_events_scope_id_id_idx` (`scope_id`, `id`),
    INDEX `ame_events_proposal_id_idx` (`proposal_id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `audit_entries` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `at` DATETIME(3) NOT NULL,
    `actor_kind` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `actor_role` VARCHAR(191) NOT NULL,
    `action` VARCHAR(191) NOT NULL,
    `subject_type` VARCHAR(191) NOT NULL,
    `subject_id` VARCHAR(191) NOT NULL,
    `workflow_id` BIGINT,
    `reason` TEXT,
    `before` JSON NOT NULL,
    `after` JSON NOT NULL,
    `request_id` VARCHAR(191) NOT NULL,
    `source` VARCHAR(191) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `audit_entries_tenant_id_id_idx` (`tenant_id`, `id`),
    INDEX `audit_entries_tenant_id_workflow_id_id_idx` (`tenant_id`, `workflow_id`, `id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `idempotency_keys` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `key` VARCHAR(191) NOT NULL,
    `request_hash` VARCHAR(191) NOT NULL,
    `status` INTEGER,
    `response` JSON,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `idempotency_keys_expires_at_idx` (`expires_at`),
    UNIQUE INDEX `idempotency_keys_tenant_id_actor_id_key_key` (`tenant_id`, `actor_id`, `key`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS `outbox` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `site_id` VARCHAR(191) NOT NULL,
    `topic` VARCHAR(191) NOT NULL,
    `payload` JSON NOT NULL,
    `workflow_id` BIGINT,
    `status` VARCHAR(191) NOT NULL DEFAULT 'waiting',
    `available_at` DATETIME(3) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    INDEX `outbox_status_available_at_id_idx` (`status`, `available_at`, `id`),
    INDEX `outbox_tenant_id_site_id_id_idx` (`tenant_id`, `site_id`, `id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
