import type { AmeAnswer } from "@/lib/contracts/proposal";

type Stage = AmeAnswer["stage"];

const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  observe: "Observe",
  propose: "Propose",
  guarded_auto: "Guarded auto",
  conditional_auto: "Conditional auto",
  full_auto: "Full auto",
};

export function stageLabel(stage: Stage): string {
  return STAGE_LABELS[stage];
}
