import { z } from "zod";
import type { JsonObject } from "@/lib/contracts/common";
import { overrideReason } from "@/lib/contracts/reason-code";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import { findTransition } from "@/lib/packs/find-pack";
import { findRejectCode } from "@/lib/packs/kroger/reject-codes";
import { isPharmacistsReject } from "@/lib/packs/pharmacists-work";
import { told } from "@/lib/packs/told-places";
import { toldRejectCodes } from "@/lib/packs/told-reject-codes";
import { defineAction, type Effect, type Subject } from "../action";
import { inverseEffects } from "../inverse-effects";

const REVERSIBLE_FOR_MINUTES = 15;

const RESOLUTIONS = [
  "resubmit",
  "update_coverage",
  "reorder_coverage",
  "start_prior_authorization",
  "schedule_refill",
  "use_discount_card",
  "override",
] as const;
type Resolution = (typeof RESOLUTIONS)[number];

const SUGGESTED: Readonly<Record<string, Resolution>> = {
  "41": "reorder_coverage",
  "65": "use_discount_card",
  "67": "update_coverage",
  "68": "update_coverage",
  "69": "update_coverage",
  "01": "update_coverage",
  "04": "update_coverage",
  "06": "update_coverage",
  "07": "update_coverage",
  "52": "update_coverage",
  "75": "start_prior_authorization",
  "79": "schedule_refill",
  "92": "resubmit",
  "99": "resubmit",
};

/** Records how a rejected claim was solved and sends the case back to be billed again. */
export const resolveRejection = defineAction({
  type: "resolve_rejection",
  description: "Resolve the payer's reject and bill again",
  payload: z.object({
    resolution: z.enum(RESOLUTIONS),
    /** an override asks for both */
    reason_code: overrideReason.optional(),
    note: z.string().max(500).optional(),
  }),
  reversibleForMinutes: REVERSIBLE_FOR_MINUTES,
  plan(subject, payload) {
    const { case: one, pack } = subject;
    const transition = findTransition(pack, one.queue, pack.defaultQueue);
    if (one.queue !== pack.rejectionQueue || !transition) {
      throw new AppError(
        "conflict",
        `Case ${one.id} is in ${one.queue}, not ${pack.rejectionQueue}; there is no reject to resolve.`,
      );
    }
    const why = payload.resolution === "override" ? whyOf(payload) : null;
    return {
      effects: effectsOf(subject, payload.resolution, transition.to),
      gate: transition.gate,
      decidedWith:
        payload.resolution === "override" || isPharmacistsReject(one.attributes)
          ? "clinical:decide"
          : "proposals:decide",
      ...(payload.note && { evidence: payload.note }),
      ...(why && { why }),
    };
  },
  compensate: inverseEffects,
  suggest({ case: one, pack }) {
    if (one.queue !== pack.rejectionQueue) {
      return null;
    }
    const [code = "", ...others] = toldRejectCodes(one.attributes);
    const resolution = SUGGESTED[code];
    const reject = findRejectCode(code);
    if (!resolution || !reject || others.length > 0) {
      return null;
    }
    return {
      label: `Resolve reject ${code}: ${resolution.replaceAll("_", " ")}`,
      payload: { resolution },
      reason: `${reject.meaning}. Usual fix: ${reject.usualFix}.`,
    };
  },
});

function whyOf({
  reason_code,
  note = "",
}: {
  reason_code?: string | undefined;
  note?: string | undefined;
}) {
  const missing = reason_code === undefined ? "reason_code" : "note";
  if (reason_code === undefined || note.trim() === "") {
    throw invalidField(
      `body.payload.${missing}`,
      "missing",
      "An override is on record with its reason: send payload.reason_code and payload.note.",
    );
  }
  return { reasonCode: reason_code, reason: note.trim() };
}

function effectsOf({ case: one }: Subject, resolution: Resolution, to: string): Effect[] {
  const before: JsonObject = {
    reject_code: one.attributes["reject_code"] ?? null,
    reject_message: one.attributes["reject_message"] ?? null,
    blocker: one.attributes["blocker"] ?? null,
    resolution: one.attributes["resolution"] ?? null,
  };
  const after: JsonObject = { reject_code: null, reject_message: null, blocker: null, resolution };
  const { prescription } = one.attributes;
  const isToldThere = told(prescription)["reject_code"] !== undefined;
  return [
    isToldThere && prescription !== undefined
      ? {
          kind: "set_attributes",
          before: { ...before, prescription },
          after: { ...after, prescription: { ...Object(prescription), reject_code: null } },
        }
      : { kind: "set_attributes", before, after },
    { kind: "set_insurance", from: one.insurance, to: "pending" },
    { kind: "move_case", from: one.queue, to },
  ];
}
