import { DEFAULT_PACK, findQueue } from "./find-pack";
import { STAGES, type Stage } from "./pack";

/** The lower of what was earned and what the law allows. */
export function effectiveStage(earned: Stage, cap: Stage): Stage {
  return STAGES.indexOf(cap) < STAGES.indexOf(earned) ? cap : earned;
}

/** The most automation that the law allows in a queue; a queue that the pack does not know has no cap. */
export function capOfQueue(key: string): Stage {
  return findQueue(DEFAULT_PACK, key)?.cap ?? "full_auto";
}
