import { seededRandom } from "@/lib/ame/ml/seeded-random";
import {
  newTrustState,
  recordEvidence,
  routeAction,
  type TrustConfig,
} from "@/lib/ame/trust/engine";

const WARM_UP = 100_000;

/** @returns CPU time in microseconds of one event: an action routed, or a piece of evidence */
export function measureSpeed(config: TrustConfig, actions: number): number {
  playEvents(config, WARM_UP);
  const cpu = process.cpuUsage();
  const events = playEvents(config, actions);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / events;
}

function playEvents(config: TrustConfig, actions: number): number {
  const random = seededRandom(1);
  const state = newTrustState(config);
  let events = 0;
  for (let action = 0; action < actions; action += 1) {
    const { route } = routeAction(state, config, { draw: random(), eligible: true });
    const seen = {
      ...{ atDays: action / 100, bad: random() < 0.003 },
      ...{ predictedSafety: 0.98, predictedTimeSavedSec: 60, observedTimeSavedSec: 50 },
    };
    events += 1;
    if (route.kind === "human") {
      recordEvidence(state, config, { kind: "decision", ...seen });
      events += 1;
    } else if (route.audited) {
      recordEvidence(state, config, {
        ...{ kind: "audit", ...seen },
        auditProbability: route.auditProbability,
      });
      events += 1;
    }
  }
  return events;
}
