import { createSystemContext } from "@/lib/kernel/create-context";
import { tellHealth } from "@/lib/platform/degraded";
import { keepPassing, type Passes } from "@/lib/platform/keep-passing";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import { Mirror } from "./mirror";

const RHYTHM = { wakeUp: "sealed", debounceMs: 50, pollMs: 2000 } as const;
const NAME = "audit_mirror";

interface Mirroring {
  passes: Passes | null;
  mirror: Mirror | null;
  /** until the process ends: someone has to look */
  hasBroken: boolean;
}

const mirroring = () =>
  processSingleton<Mirroring>("audit mirror", () => ({
    passes: null,
    mirror: null,
    hasBroken: false,
  }));

/** Copies sealed entries into AUDIT_LOG_DIR until it is stopped; one in each process. */
export async function startMirroring(): Promise<void> {
  const state = mirroring();
  const { logDir: folder, maxSizeMb } = getSettings().audit;
  const { newId } = await createSystemContext(NAME);
  state.mirror ??= new Mirror({ folder, maxSizeMb }, newId());
  state.passes ??= keepPassing(passOn, RHYTHM);
}

/** Writes what has been sealed until now, and lets go of the folder. */
export async function finishMirroring(): Promise<void> {
  const { passes, mirror } = mirroring();
  await passes?.stop();
  while (await passOn()) {
    // as long as there is more
  }
  await mirror?.close();
}

/** A disk that fails holds up nobody: it is logged, shown, and tried again. */
async function passOn(): Promise<boolean> {
  const state = mirroring();
  try {
    const result = await state.mirror?.pass(await createSystemContext(NAME));
    const written = result?.kind === "written" ? result : null;
    for (const broken of written?.broken ?? []) {
      state.hasBroken = true;
      getLogger().error(broken, "a chain in the database does not go on from its mirror");
    }
    tellHealth(NAME, !state.hasBroken);
    return written?.hasMore ?? false;
  } catch (error) {
    getLogger().warn({ err: error }, "the audit mirror cannot be written; trying again");
    tellHealth(NAME, false);
    return false;
  }
}
