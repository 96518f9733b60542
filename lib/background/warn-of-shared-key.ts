import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";

/** Says once, in production, that stored secrets hang on the admin key. */
export function warnOfSharedKey(): void {
  processSingleton("warned of the shared key", () => {
    const { mode, hasEncryptionKey } = getSettings();
    if (mode === "production" && !hasEncryptionKey) {
      getLogger().warn(
        "ENCRYPTION_KEY is not set, so BLADNIR_ADMIN_KEY seals the stored secrets and a new admin key makes them unreadable; set ENCRYPTION_KEY, and to today's admin key if secrets are stored already",
      );
    }
    return true;
  });
}
