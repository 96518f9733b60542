import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";
import { siteIdsOf } from "../grant";
import type { ApiKey } from "./api-key-repository";

/** What the audit trail keeps of a key: never the key or its hash. */
export function apiKeyFacts(key: ApiKey) {
  return {
    name: key.name,
    prefix: key.prefix,
    role: key.role,
    permissions: key.permissions === null ? null : [...key.permissions],
    site_ids: siteIdsOf(key.sites),
    user_id: key.userId,
    replaces_id: key.replacesId,
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    version: key.version,
  };
}

export function toApiKeyAnswer(key: ApiKey): ApiKeyAnswer {
  return {
    id: key.id,
    ...apiKeyFacts(key),
    revoked_by: key.revokedBy,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    created_by: key.createdBy,
    created_at: key.createdAt.toISOString(),
    updated_at: key.updatedAt.toISOString(),
  };
}
