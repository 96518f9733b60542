import type { JsonObject } from "@/lib/contracts/common";
import { type Cap, capOf } from "@/lib/packs/cap-of";
import { isScheduleUntold, scheduleOf } from "@/lib/packs/drug-schedule";
import { findQueue } from "@/lib/packs/find-pack";
import type { Pack } from "@/lib/packs/pack";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import type { Case } from "@/lib/workflows/case";
import type { Proposal } from "./proposal";

interface Act {
  type: string;
  payload: JsonObject;
}

type CapFacts = Record<"drug_schedule" | "state" | "reject_code", string>;

/** What the caps look at of a case; kept with each proposal, so that its cap can be told again. */
export function capFactsOf({ attributes }: Pick<Case, "attributes">): CapFacts {
  return {
    drug_schedule: isScheduleUntold(attributes) ? "unknown" : scheduleOf(attributes),
    state: stateOf(attributes),
    reject_code: readCaseAttributes(attributes).reject_code ?? "",
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
  return capOf(
    {
      queue,
      action: type,
      schedule: facts.drug_schedule,
      state: facts.state || undefined,
      ...(typeof resolution === "string" && { resolution }),
      ...(facts.reject_code && { rejectCode: facts.reject_code }),
    },
    pack,
  );
}
