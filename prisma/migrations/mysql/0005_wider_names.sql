-- MySQL / MariaDB: room for every e-mail address (254) and every issuer and subject (OpenID Connect: 255) that is
-- let in; a name may be the address. Issuer and subject share an index of 3072 bytes, four to a character.
-- It can be run again after a failure.

ALTER TABLE `users`
    MODIFY COLUMN `email` VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    MODIFY COLUMN `name` VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    MODIFY COLUMN `oidc_issuer` VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
    MODIFY COLUMN `oidc_subject` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
