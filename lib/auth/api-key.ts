import { createHash, timingSafeEqual } from "node:crypto";
import type { Principal } from "@/lib/kernel/context";
import { DEFAULT_TENANT } from "@/lib/kernel/create-context";
import { getSettings } from "@/lib/platform/settings";

/**
 * Who is behind a key of the environment, or null. Every known key is compared, each in
 * constant time, so that the answer's timing tells nothing.
 */
export function principalOfEnvironmentKey(key: string): Principal | null {
  const presented = createHash("sha256").update(key).digest();
  let principal: Principal | null = null;
  for (const known of getSettings().apiKeys) {
    if (timingSafeEqual(presented, Buffer.from(known.hash, "hex"))) {
      principal = everywhere({ kind: "api_key", id: `api_key:${known.id}`, role: known.role });
    }
  }
  return principal;
}

/** The environment's keys belong to the first tenant and see all its sites. */
function everywhere(actor: Principal["actor"]): Principal {
  return { actor, tenantId: DEFAULT_TENANT, sites: "*" };
}
