import { STAGES } from "@/lib/packs/pack";
import { applyEvent, type Learner } from "../apply-event";
import type { AmeEvent } from "../evidence-repository";
import type { LearntEvent } from "../learnt-event";
import type { ScopeKey } from "../scope";
import { NOTHING_COUNTED } from "../scope-counts";
import { restart } from "../trust/certificate";
import { newTrustState } from "../trust/engine";
import { newLedger } from "../trust/ledger";
import { dropToObserve, enterStage } from "../trust/stages";
import type { TrustConfig } from "../trust/trust-config";
import type { TrustState } from "../trust/trust-state";
import { type TrustOverrides, trustConfigOf } from "../trust-config-of";

/** What a scope would know had it learnt nothing but its events. */
export interface Replay extends Learner {
  overrides: TrustOverrides;
}

/** Takes the events of one scope in the order of their ids. */
export interface Replayer {
  add(event: AmeEvent): void;
  end(): Replay;
}

/**
 * Pure: by the same code that learns live. Steps up are taken where they were recorded, so that it
 * makes no difference whether people had to approve them then.
 */
export function replayScope(scope: Pick<ScopeKey, "queue" | "actionType">): Replayer {
  const configOf = (overrides: TrustOverrides) => trustConfigOf(scope, overrides, true);
  let config = configOf({});
  const replay: Replay = {
    state: newTrustState(config),
    counts: { ...NOTHING_COUNTED },
    overrides: {},
  };
  return {
    add(event) {
      if (event.eventType === "configured") {
        replay.overrides = overridesIn(event);
        config = configOf(replay.overrides);
        beginAnew(replay.state, event.context?.["to"]);
      } else if (isMove(event)) {
        addMove(replay, event, config);
      } else {
        applyEvent(replay, event as LearntEvent, config);
      }
    },
    end: () => replay,
  };
}

const MOVES: readonly string[] = ["promoted", "demoted", "renewed", "stopped"];

function isMove({ eventType }: AmeEvent): boolean {
  return MOVES.includes(eventType);
}

/** A demotion follows from the evidence before it. */
function addMove({ state }: Replay, { eventType, context }: AmeEvent, config: TrustConfig): void {
  const to = STAGES.find((stage) => stage === context?.["to"]);
  if (eventType === "promoted" && to !== undefined && to !== state.stage) {
    enterStage(state, to, "");
  }
  if (eventType === "renewed") {
    state.ledger = newLedger(config);
  }
  if (eventType === "stopped") {
    dropToObserve(state, "");
  }
}

/** What was proved was proved of another tolerance. */
function beginAnew(state: TrustState, stage: unknown): void {
  restart(state.certificate);
  const to = STAGES.find((one) => one === stage);
  if (to !== undefined && to !== state.stage) {
    enterStage(state, to, "");
  }
}

function overridesIn({ context }: AmeEvent): TrustOverrides {
  return (context?.["overrides"] as TrustOverrides | undefined) ?? {};
}
