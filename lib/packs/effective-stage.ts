import { STAGES, type Stage } from "./pack";

/** The lower of what was earned and what the law allows. */
export function effectiveStage(earned: Stage, cap: Stage): Stage {
  return STAGES.indexOf(cap) < STAGES.indexOf(earned) ? cap : earned;
}
