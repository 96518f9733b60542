import { createFirstAdmin } from "@/lib/auth/people/create-first-admin";
import { type MigrationStatus, migrate, migrationStatus } from "@/lib/db/migrate";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import { seedWhenEmpty } from "./seed-when-empty";

/** A database that production must not run on, in words for the person who started it. */
class PendingMigrationsError extends Error {
  constructor({ pending }: MigrationStatus) {
    super(
      `The database lacks ${pending.length} migration(s): ${pending.join(", ")}. Run: npm run db:migrate`,
    );
    this.name = "PendingMigrationsError";
  }
}

/**
 * Makes the database ready, once per process: demo and development migrate by themselves, an empty
 * demo is seeded, production only looks. Outside the demo the first administrator is made.
 * @throws PendingMigrationsError in production when a migration has not been applied
 */
export function prepareDatabase(): Promise<void> {
  return processSingleton("database prepared", prepare);
}

async function prepare(): Promise<void> {
  const { mode, databaseUrl, autoSeed } = getSettings();
  if (mode === "production") {
    const status = await migrationStatus(databaseUrl);
    if (status.pending.length > 0) {
      throw new PendingMigrationsError(status);
    }
  } else {
    await migrate(databaseUrl);
  }
  await createFirstAdmin();
  if (mode === "demo" && autoSeed) {
    await seedWhenEmpty();
  }
}
