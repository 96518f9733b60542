import { open } from "node:fs/promises";
import { providerOf } from "@/lib/platform/database-url";

/**
 * Resolves when a power cut can take nothing away any more that has been committed before. Only
 * SQLite, with `synchronous=NORMAL`, may still have it in memory; off the event loop.
 */
export async function syncToDisk(url: string): Promise<void> {
  if (providerOf(url) !== "sqlite") {
    return;
  }
  try {
    const log = await open(`${url.replace(/^file:/, "")}-wal`, "r+");
    await log.datasync().finally(() => log.close());
  } catch (error) {
    // Without a log everything is in the database's own file, which SQLite has synced.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
}
