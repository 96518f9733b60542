import { z } from "zod";
import { AppError } from "@/lib/kernel/app-error";
import { findTransition } from "@/lib/packs/find-pack";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import { defineAction } from "../action";
import { inverseEffects } from "../inverse-effects";

const REVERSIBLE_FOR_MINUTES = 15;
const FROM_QUEUE = "contact_manager";
const TO_QUEUE = "inbound_comms";
const GATE = "kroger.request_renewal";

/** Asks the prescriber for a new authorisation of a prescription without refills. */
export const requestRenewal = defineAction({
  type: "request_renewal",
  description: "Ask the prescriber for a renewal",
  payload: z.object({ note: z.string().max(500).optional() }),
  reversibleForMinutes: REVERSIBLE_FOR_MINUTES,
  plan({ case: one, pack }, payload) {
    const transition = findTransition(pack, one.queue, TO_QUEUE);
    if (one.queue !== FROM_QUEUE || !transition) {
      throw new AppError(
        "conflict",
        `Case ${one.id} is in ${one.queue}; a renewal is asked for from ${FROM_QUEUE}.`,
      );
    }
    const { refills_remaining: refills } = readCaseAttributes(one.attributes);
    if ((refills ?? 0) > 0) {
      throw new AppError(
        "conflict",
        `Case ${one.id} has ${refills} refills left; a renewal is asked for when none is.`,
      );
    }
    return {
      effects: [
        {
          kind: "send",
          topic: "prescriber.renewal_request",
          payload: {
            case_id: one.id,
            rx_number: one.attributes["rx_number"] ?? null,
            prescriber: one.attributes["prescriber"] ?? null,
            note: payload.note ?? null,
          },
          messageId: null,
        },
        { kind: "add_task", name: "Match the prescriber's answer", assignedTo: null, taskId: null },
        { kind: "move_case", from: one.queue, to: TO_QUEUE },
      ],
      gate: GATE,
      decidedWith: transition.decidedWith,
    };
  },
  compensate: inverseEffects,
  suggest({ case: one }) {
    const { refills_remaining: refills } = readCaseAttributes(one.attributes);
    if (one.queue !== FROM_QUEUE || refills !== 0) {
      return null;
    }
    return {
      label: "Ask the prescriber for a renewal",
      payload: {},
      reason: "No refills are left, and no renewal has been asked for.",
    };
  },
});
