import { finishMirroring, startMirroring } from "@/lib/audit/mirror/start-mirroring";
import { sealTheRest, startSealing, stopSealing } from "@/lib/audit/sealing/start-sealing";
import { startRelay, stopRelay } from "@/lib/integrations/event-stream/start-relay";
import { EmbeddedJobEngine } from "@/lib/jobs/embedded-job-engine";
import type { JobEngine } from "@/lib/jobs/job-engine";
import { createSystemContext } from "@/lib/kernel/create-context";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import { JOB_DEFINITIONS } from "./job-registry";

/** Both bundles of one process come here; whoever is first starts. */
const background = () =>
  processSingleton<{ started: Promise<JobEngine> | null }>("background work", () => ({
    started: null,
  }));

/** Starts what this process does beside answering requests, once, unless JOB_RUNNER is off. */
export async function startBackgroundWork(): Promise<void> {
  if (getSettings().jobs.runner === "embedded") {
    background().started ??= start();
    await background().started;
  }
}

/** Ends it within two seconds or so; what is left goes to the other processes. */
export async function stopBackgroundWork(): Promise<void> {
  const engine = await background().started;
  await Promise.all([stopRelay(), stopSealing(), engine?.stop()]);
}

/** Once no request runs any more: what they did is sealed, and signed for, before the process ends. */
export async function finishBackgroundWork(): Promise<void> {
  await sealTheRest();
  await finishMirroring();
}

async function start(): Promise<JobEngine> {
  const engine = new EmbeddedJobEngine({
    ctx: await createSystemContext("background"),
    definitions: JOB_DEFINITIONS,
    concurrency: getSettings().jobs.concurrency,
  });
  engine.start();
  startRelay();
  await startSealing();
  await startMirroring();
  return engine;
}
