/** Next's start hook: `next dev` and `next start` prepare the database and run jobs as the server does. */
export async function register(): Promise<void> {
  // Next replaces this variable at build time and drops the branch for other runtimes.
  if (process.env["NEXT_RUNTIME"] === "nodejs") {
    const { prepareDatabase } = await import("@/lib/scenarios/prepare-database");
    const { startBackgroundWork } = await import("@/lib/background/start-background-work");
    const { stopBeforeExit } = await import("@/lib/background/stop-before-exit");
    await prepareDatabase();
    await startBackgroundWork();
    stopBeforeExit();
  }
}
