import type { AmeAnswer } from "@/lib/contracts/proposal";

type Stage = AmeAnswer["stage"];

/** The pie of each stage: grows in fill, not in hue. */
const FILLS: Readonly<Record<Stage, string | null>> = {
  observe: null,
  propose: "M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  guarded_auto: "M8 2.5a5.5 5.5 0 0 1 0 11z",
  conditional_auto: "M8 8V2.5A5.5 5.5 0 1 1 2.5 8z",
  full_auto: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z",
};

export function StageMark({ stage, className }: { stage: Stage; className?: string }) {
  const fill = FILLS[stage];
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14" className={className}>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      {fill && <path d={fill} fill="currentColor" />}
    </svg>
  );
}
