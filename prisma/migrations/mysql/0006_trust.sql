-- MySQL / MariaDB: trust scopes keep the state of the trust engine, and executions whether they are audited.
-- It can be run again after a failure; a table is altered only while its first new column is missing.

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'executions' AND column_name = 'audit_probability') = 0, 'ALTER TABLE `executions`
    ADD COLUMN `audit_probability` DOUBLE,
    ADD COLUMN `audit_state` VARCHAR(191),
    ADD COLUMN `is_check_case` BOOLEAN NOT NULL DEFAULT false,
    ADD INDEX `executions_tenant_id_audit_state_outcome_due_at_id_idx` (`tenant_id`, `audit_state`, `outcome_due_at`, `id`)', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'ame_trust_scopes' AND column_name = 'state') = 0, 'ALTER TABLE `ame_trust_scopes`
    ADD COLUMN `state` JSON,
    ADD COLUMN `overrides` JSON,
    ADD COLUMN `coin_seed` VARCHAR(191) NOT NULL DEFAULT '''',
    ADD COLUMN `stopped_at` DATETIME(3),
    DROP COLUMN `safety_error_sum`,
    DROP COLUMN `safety_error_count`,
    DROP COLUMN `value_sum`,
    DROP COLUMN `value_count`', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

SET @change = IF((SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'ame_events' AND column_name = 'counts_as') = 0, 'ALTER TABLE `ame_events`
    ADD COLUMN `excluded_because` VARCHAR(191),
    ADD COLUMN `counts_as` VARCHAR(191),
    ADD COLUMN `audit_probability` DOUBLE,
    ADD COLUMN `audit_draw` DOUBLE', 'DO 0');
PREPARE change_once FROM @change; EXECUTE change_once; DEALLOCATE PREPARE change_once;

CREATE TABLE IF NOT EXISTS `ame_reviewers` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `tenant_id` VARCHAR(191) NOT NULL,
    `actor_id` VARCHAR(191) NOT NULL,
    `caught` INTEGER NOT NULL DEFAULT 0,
    `missed` INTEGER NOT NULL DEFAULT 0,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`),
    UNIQUE INDEX `ame_reviewers_tenant_id_actor_id_key` (`tenant_id`, `actor_id`)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What never counted keeps saying why: it named no proposal, or it came after it was counted as missed.
UPDATE ame_events SET excluded_because = 'no_proposal' WHERE is_evidence = false;
UPDATE ame_events SET excluded_because = 'late' WHERE event_type = 'outcome' AND (tenant_id, proposal_id) IN (
    SELECT tenant_id, proposal_id FROM (
        SELECT tenant_id, proposal_id FROM ame_events WHERE event_type = 'outcome_missed' AND proposal_id IS NOT NULL
    ) AS missed
);
