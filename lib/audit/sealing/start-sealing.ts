import { createSystemContext } from "@/lib/kernel/create-context";
import { tellHealth } from "@/lib/platform/degraded";
import { keepPassing, type Passes } from "@/lib/platform/keep-passing";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import { rememberSigned } from "../checkpoints/remembered-checkpoints";
import { writeCheckpoints } from "../checkpoints/write-checkpoints";
import { readMirroredCheckpoints } from "../mirror/mirrored-checkpoints";
import { sealMissed, sealOnce } from "./seal-once";

const RHYTHM = { wakeUp: "committed", debounceMs: 50, pollMs: 1000 } as const;
const CHECKPOINT_EVERY_MS = 1000;
/** The search for entries that nobody expected goes through the whole trail, over and over. */
const SWEEP_EVERY_MS = 10_000;
const IDS_PER_SWEEP = 20_000;

interface Sealing {
  passes: Passes | null;
  checkpointsAt: number;
  sweptAt: number;
  sweptUpTo: number;
}

const sealing = () =>
  processSingleton<Sealing>("audit sealing", () => ({
    passes: null,
    checkpointsAt: 0,
    sweptAt: 0,
    sweptUpTo: 0,
  }));

/** Seals audit entries and signs checkpoints until it is stopped; one in each process. */
export async function startSealing(): Promise<void> {
  await rememberMirrored();
  sealing().passes ??= keepPassing(passOn, RHYTHM);
}

/** A mirror that cannot be read holds up nobody: without it less is known of what was signed. */
async function rememberMirrored(): Promise<void> {
  try {
    rememberSigned(await readMirroredCheckpoints(getSettings().audit.logDir));
  } catch (error) {
    getLogger().warn({ err: error }, "the audit mirror cannot be read; signing without it");
    tellHealth("audit_mirror", false);
  }
}

/** Resolves when the running pass has ended. */
export async function stopSealing(): Promise<void> {
  await sealing().passes?.stop();
}

/** Seals and signs everything that has been committed; for the end of the process. */
export async function sealTheRest(): Promise<void> {
  if (sealing().passes) {
    const ctx = await createSystemContext("audit-sealing");
    while (await sealOnce(ctx)) {
      await writeCheckpoints(ctx);
    }
    await writeCheckpoints(ctx, { which: "all" });
  }
}

/** A pass that fails is logged and made again; nothing of it was kept. */
async function passOn(): Promise<boolean> {
  try {
    const ctx = await createSystemContext("audit-sealing");
    if (sealing().checkpointsAt === 0) {
      // What a process left unsigned that died comes before what is new.
      await writeCheckpoints(ctx);
    }
    const hasMore = await sealOnce(ctx);
    await beside(ctx, hasMore);
    tellHealth("audit_seals", true);
    return hasMore;
  } catch (error) {
    getLogger().warn({ err: error }, "audit entries could not be sealed; trying again");
    tellHealth("audit_seals", false);
    return false;
  }
}

async function beside(
  ctx: Awaited<ReturnType<typeof createSystemContext>>,
  isBusy: boolean,
): Promise<void> {
  const state = sealing();
  const now = performance.now();
  if (isBusy || now - state.checkpointsAt >= CHECKPOINT_EVERY_MS) {
    state.checkpointsAt = now;
    await writeCheckpoints(ctx);
  }
  if (now - state.sweptAt >= SWEEP_EVERY_MS) {
    state.sweptAt = now;
    const range = { after: state.sweptUpTo, ids: IDS_PER_SWEEP };
    const { sealed, upTo } = await sealMissed(ctx, range);
    state.sweptUpTo = upTo - range.after < IDS_PER_SWEEP ? 0 : upTo;
    if (sealed > 0) {
      getLogger().warn({ sealed }, "audit entries were sealed that nobody expected any more");
      await writeCheckpoints(ctx, { which: "all" });
    }
  }
}
