/** Next's start hook: `next dev` and `next start` prepare the database and run jobs as the server does. */
export async function register(): Promise<void> {
  // Next replaces this variable at build time and drops the branch for other runtimes.
  if (process.env["NEXT_RUNTIME"] === "nodejs") {
    const { prepareDatabase } = await import("@/lib/scenarios/prepare-database");
    const { startBackgroundWork } = await import("@/lib/background/start-background-work");
    const { closeEventStreams } = await import("@/lib/integrations/event-stream/open-streams");
    await prepareDatabase();
    await startBackgroundWork();
    // Next waits for open answers before it ends, and these never end by themselves.
    process.once("SIGTERM", closeEventStreams);
    process.once("SIGINT", closeEventStreams);
  }
}
