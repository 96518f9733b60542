import { type Random, seededRandom } from "@/lib/ame/ml/seeded-random";
import type { TrustConfig } from "@/lib/ame/trust/engine";
import { playScope } from "./play-scope";
import type { NewPolicy } from "./policies";
import type { World } from "./world";

export interface WorldSize {
  scopes: number;
  actions: number;
  seed: number;
}

/** What came of many scopes under one policy. Shares are 0 … 1. */
export interface Outcome {
  scopes: number;
  exceeded: number;
  brokenBound: number;
  /** reviews saved on the safe scopes that never drift; null where there are none */
  saved: number | null;
  /** median number of actions; null where nothing that acted drifted to twice the tolerated rate or more */
  containedAfter: number | null;
  /** the same, counted from where the drift does more harm than is tolerated */
  harmContainedAfter: number | null;
}

/** Scopes of one kind of world, each with a seed of its own, so that policies meet the same ones. */
export function playWorld(
  newWorld: (random: Random, actions: number) => World,
  newPolicy: NewPolicy,
  config: TrustConfig,
  { scopes, actions, seed }: WorldSize,
): Outcome {
  const lives = Array.from({ length: scopes }, (_, scope) => {
    const random = seededRandom(seed * 1_000_003 + scope);
    const world = newWorld(random, actions);
    return { world, ...playScope(world, newPolicy(config), config, { random, actions }) };
  });
  const safe = lives.filter(({ world }) => world.kind === "safe" && world.drift === null);
  const drifted = lives.filter(({ world }) => (world.drift?.rate ?? 0) >= 2 * config.alpha);
  return {
    scopes,
    exceeded: lives.filter(({ hasExceeded }) => hasExceeded).length / scopes,
    brokenBound: lives.filter(({ hasBrokenBound }) => hasBrokenBound).length / scopes,
    saved: meanOf(safe.map(({ reviews }) => 1 - reviews / actions)),
    containedAfter: medianOf(drifted.flatMap(({ containedAfter }) => containedAfter ?? [])),
    harmContainedAfter: medianOf(
      drifted.flatMap(({ harmContainedAfter }) => harmContainedAfter ?? []),
    ),
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, each) => sum + each, 0) / values.length;
}

function medianOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
