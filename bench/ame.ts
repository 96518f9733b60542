import { defaultTrustConfig, type TrustConfig } from "@/lib/ame/trust/engine";
import { measureSpeed } from "./ame/measure-speed";
import { playBoundary } from "./ame/play-boundary";
import { type Outcome, playWorld } from "./ame/play-world";
import { POLICIES } from "./ame/policies";
import { mixtureWorld, STRESS_WORLDS } from "./ame/world";

const SIZES = {
  full: { scopes: 2000, actions: 6000, stressScopes: 400, stressActions: 40_000, looked: 2000 },
  quick: { scopes: 300, actions: 6000, stressScopes: 60, stressActions: 20_000, looked: 400 },
} as const;
const LOOKS = 10_000;
const ENGINES = ["this engine", "this engine, strict"];
const STRICT = "this engine, strict";

interface Gate {
  name: string;
  figure: string;
  holds: boolean;
}

/** Plays policies against worlds whose truth is known, prints the tables and fails when a gate does. */
function main(args: readonly string[]): void {
  const size = args.includes("--quick") ? SIZES.quick : SIZES.full;
  const seeds = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  const gates = (seeds.length > 0 ? seeds : [Date.now() % 1_000_000]).flatMap((seed) => [
    ...mixtures(seed, size),
    ...stresses(seed, size),
    boundary(seed, size),
  ]);
  // How long something takes says nothing where other work goes on beside it.
  if (size === SIZES.full) {
    const speed = measureSpeed(defaultTrustConfig, 1_000_000);
    gates.push(gate("CPU per event", speed, 2, `${speed.toFixed(2)} µs`));
  }
  print(`\n${gates.map(lineOf).join("\n")}`);
  process.exitCode = gates.every(({ holds }) => holds) ? 0 : 1;
}

type Size = (typeof SIZES)[keyof typeof SIZES];

function mixtures(seed: number, { scopes, actions }: Size): Gate[] {
  return [0.02, 0.05].flatMap((alpha) => {
    const config = { ...defaultTrustConfig, alpha };
    print(`\nmixture, alpha ${alpha}, ${scopes} scopes x ${actions} actions, seed ${seed}`);
    print(
      "policy | ever exceeded | bound broken | reviews saved, safe | contained after | since it was too much",
    );
    return Object.entries(POLICIES).flatMap(([name, newPolicy]) => {
      const outcome = playWorld(mixtureWorld, newPolicy, config, { scopes, actions, seed });
      print(`${name} | ${rowOf(outcome)}`);
      return ENGINES.includes(name) ? mixtureGates(name, outcome, config) : [];
    });
  });
}

function mixtureGates(name: string, outcome: Outcome, config: TrustConfig): Gate[] {
  const where = `mixture, alpha ${config.alpha}, ${name}`;
  const gates = safetyGates(where, name, outcome, config);
  if (name === STRICT) {
    return gates;
  }
  const isDefault = config.alpha === defaultTrustConfig.alpha;
  const wanted = isDefault ? 0.4 : 0.6;
  const { saved, harmContainedAfter: contained } = outcome;
  const savedGate = {
    name: `${where}: reviews saved >= ${percent(wanted)}`,
    figure: percent(saved ?? 0),
    holds: (saved ?? 0) >= wanted,
  };
  // Where more is tolerated fewer actions are checked, and a drift is seen later: told, no gate.
  return isDefault
    ? [
        ...gates,
        savedGate,
        gate(
          `${where}: contained, since it was too much, after`,
          contained ?? Number.POSITIVE_INFINITY,
          150,
          String(contained),
        ),
      ]
    : [...gates, savedGate];
}

function stresses(seed: number, { stressScopes: scopes, stressActions: actions }: Size): Gate[] {
  const config = defaultTrustConfig;
  print(`\nstress, alpha ${config.alpha}, ${scopes} scopes x ${actions} actions, seed ${seed}`);
  print("world, policy | ever exceeded | bound broken");
  return Object.entries(STRESS_WORLDS).flatMap(([world, newWorld]) =>
    Object.entries(POLICIES).flatMap(([name, newPolicy]) => {
      const outcome = playWorld(newWorld, newPolicy, config, { scopes, actions, seed });
      print(`${world}, ${name} | ${percent(outcome.exceeded)} | ${percent(outcome.brokenBound)}`);
      return ENGINES.includes(name) ? safetyGates(`${world}, ${name}`, name, outcome, config) : [];
    }),
  );
}

function safetyGates(where: string, name: string, outcome: Outcome, config: TrustConfig): Gate[] {
  const { exceeded, brokenBound, scopes } = outcome;
  const { delta } = config;
  const error = Math.sqrt((delta * (1 - delta)) / scopes);
  const gates = [gate(`${where}: ever exceeded`, exceeded, delta + 2 * error, percent(exceeded))];
  return name === STRICT
    ? [...gates, gate(`${where}: bound broken`, brokenBound, delta, percent(brokenBound))]
    : gates;
}

function boundary(seed: number, { looked: scopes }: Size): Gate {
  const granted = playBoundary(defaultTrustConfig, { scopes, looks: LOOKS, seed });
  return gate(`at the boundary, ${LOOKS} looks: granted`, granted, 0.05, percent(granted));
}

function gate(name: string, value: number, limit: number, figure: string): Gate {
  return {
    name: `${name} <= ${limit < 1 ? percent(limit) : limit}`,
    figure,
    holds: value <= limit,
  };
}

function rowOf({
  exceeded,
  brokenBound,
  saved,
  containedAfter,
  harmContainedAfter,
}: Outcome): string {
  return [exceeded, brokenBound, saved ?? 0]
    .map(percent)
    .concat(String(containedAfter), String(harmContainedAfter))
    .join(" | ");
}

function lineOf({ name, figure, holds }: Gate): string {
  return `${holds ? "holds" : "FAILS"}  ${name}: ${figure}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2));
