import type { JsonObject } from "@/lib/contracts/common";
import { type Cap, capOf } from "@/lib/packs/cap-of";
import { isScheduleUntold, scheduleOf } from "@/lib/packs/drug-schedule";
import { effectiveStage } from "@/lib/packs/effective-stage";
import { findQueue } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import { toldRejectCodes } from "@/lib/packs/told-reject-codes";
import type { Case } from "@/lib/workflows/case";
import type { Proposal } from "./proposal";

/** What is asked for, in the words of the registry. */
export interface Act {
  type: string;
  payload: JsonObject;
}

const BETWEEN_CODES = " ";

type CapFacts = Record<"drug_schedule" | "state" | "reject_code", string>;

/** What the caps look at of a case; kept with each proposal, so that its cap can be told again. */
export function capFactsOf({ attributes }: Pick<Case, "attributes">): CapFacts {
  return {
    drug_schedule: isScheduleUntold(attributes) ? "unknown" : scheduleOf(attributes),
    state: stateOf(attributes),
    reject_code: toldRejectCodes(attributes).join(BETWEEN_CODES),
  };
}

/** "" where no store is named; what is told and not understood is no state. */
function stateOf(attributes: JsonObject): string {
  const { store } = attributes;
  if (store === undefined || store === null) {
    return "";
  }
  const { state } = Object(store) as Record<string, unknown>;
  return typeof state === "string" && state !== "" ? state : "?";
}

/** Pure: the most automation that the law allows for this act on this case; none in an unknown queue. */
export function capOfAct(pack: Pack, one: Pick<Case, "attributes" | "queue">, act: Act): Cap {
  return capOfFacts(pack, one.queue, act, capFactsOf(one));
}

/** Pure: the cap that a proposal was made under; what an old one does not tell is not understood. */
export function capOfProposal(pack: Pack, proposal: Proposal): Cap {
  const { features, queue, actionType, payload } = proposal;
  const told = (name: keyof CapFacts, otherwise: string) => String(features[name] ?? otherwise);
  const facts = {
    drug_schedule: told("drug_schedule", "unknown"),
    state: told("state", ""),
    reject_code: told("reject_code", ""),
  };
  return capOfFacts(pack, queue, { type: actionType, payload }, facts);
}

function capOfFacts(pack: Pack, queue: string, { type, payload }: Act, facts: CapFacts): Cap {
  if (!findQueue(pack, queue)) {
    return { cap: "observe", sources: ["The queue is none of the pack's"] };
  }
  const { resolution } = payload;
  const question = {
    queue,
    action: type,
    schedule: facts.drug_schedule,
    state: facts.state || undefined,
    ...(typeof resolution === "string" && { resolution }),
  };
  const codes = facts.reject_code.split(BETWEEN_CODES).filter((code) => code !== "");
  return codes.length === 0
    ? capOf(question, pack)
    : lowestOf(codes.map((rejectCode) => capOf({ ...question, rejectCode }, pack)));
}

/** Each reject that stands holds for itself. */
function lowestOf(caps: readonly Cap[]): Cap {
  const cap = caps.map((one) => one.cap).reduce(effectiveStage, "full_auto");
  const sources = caps.filter((one) => one.cap === cap).flatMap((one) => one.sources);
  return { cap, sources: [...new Set(sources)] };
}
