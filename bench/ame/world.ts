import type { Random } from "@/lib/ame/ml/seeded-random";

/** The hidden truth of one scope: how likely its next action is to do harm. */
export interface World {
  kind: "safe" | "borderline" | "mediocre" | "bad" | "stress";
  /** the action at which the rate begins to change for the worse, and what it comes to; null = never */
  drift: { at: number; rate: number } | null;
  /** @param isUnchecked whether the policy has let actions run unchecked before */
  rateAt(action: number, isUnchecked: boolean): number;
}

const RAMP = 500;

/**
 * 62 parts safe, 16 borderline, 13 mediocre, 10 bad. A quarter drifts mid-life, by a jump or a ramp,
 * to what a mediocre or a bad scope does.
 */
export function mixtureWorld(random: Random, actions: number): World {
  const [kind, rate] = baseOf(random() * 101, random);
  if (random() >= 0.25) {
    return { kind, drift: null, rateAt: () => rate };
  }
  const at = Math.floor(actions * (0.3 + 0.4 * random()));
  const drifted = Math.max(rate, baseOf(78 + 23 * random(), random)[1]);
  const ramp = random() < 0.5 ? 1 : RAMP;
  return {
    kind,
    drift: { at, rate: drifted },
    rateAt: (action) =>
      rate + (drifted - rate) * Math.min(1, Math.max(0, (action - at + 1) / ramp)),
  };
}

/** @param place 0 … 101, where among the parts */
function baseOf(place: number, random: Random): [World["kind"], number] {
  if (place < 62) {
    // Exponential with a mean of 0.33 %, at most 1 %.
    return ["safe", Math.min(0.01, -0.0033 * Math.log(1 - random()))];
  }
  if (place < 78) {
    return ["borderline", 0.01 + 0.03 * random()];
  }
  return place < 91 ? ["mediocre", 0.05 + 0.1 * random()] : ["bad", 0.15 + 0.45 * random()];
}

const SAFE_RATE = 0.002;
const PULSE = 400;

/** Safe until actions run unchecked for the first time, then harmful: the worst moment to choose. */
export const STRESS_WORLDS: Readonly<Record<string, () => World>> = {
  "then 3 %": () => betrayal(() => 0.03),
  "then 5 %": () => betrayal(() => 0.05),
  "then 10 %": () => betrayal(() => 0.1),
  "then 30 %": () => betrayal(() => 0.3),
  "then 100 %": () => betrayal(() => 1),
  "on-off pulses": () =>
    betrayal((since) => (Math.floor(since / PULSE) % 2 === 0 ? 0.2 : SAFE_RATE)),
};

function betrayal(rateSince: (since: number) => number): World {
  let begunAt: number | null = null;
  return {
    kind: "stress",
    drift: null,
    rateAt: (action, isUnchecked) => {
      begunAt ??= isUnchecked ? action : null;
      return begunAt === null ? SAFE_RATE : rateSince(action - begunAt);
    },
  };
}
