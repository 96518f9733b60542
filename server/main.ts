import { startBackgroundWork, stopBackgroundWork } from "@/lib/background/start-background-work";
import { getSettings } from "@/lib/platform/settings";
import { prepareDatabase } from "@/lib/scenarios/prepare-database";
import { startServer } from "./start-server";
import { stopOnSignal } from "./stop-on-signal";

/** Errors that explain themselves to whoever starts the product. */
const EXPLAINED = new Set(["SettingsError", "PendingMigrationsError", "EditedMigrationError"]);

/** Starts the product: settings, database, both lanes, and a banner with the address. */
async function main(): Promise<void> {
  const settings = getSettings();
  await prepareDatabase();
  await startBackgroundWork();
  const server = await startServer(settings);
  stopOnSignal(server);
  process.stdout.write(`Control Tower is at ${server.url} (${settings.mode})\n`);
}

main().catch(async (error: unknown) => {
  await stopBackgroundWork();
  process.stderr.write(`${startFailure(error as NodeJS.ErrnoException)}\n`);
  process.exit(1);
});

function startFailure({ name, code, message, stack }: NodeJS.ErrnoException): string {
  if (EXPLAINED.has(name)) {
    return message;
  }
  if (code === "EADDRINUSE") {
    return `${message}. Another program holds the port; stop it, or choose another with PORT=8001.`;
  }
  return `Control Tower could not start: ${code === undefined ? stack : message}`;
}
