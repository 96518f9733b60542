import { z } from "zod";
import { AppError } from "@/lib/kernel/app-error";
import type { Case } from "@/lib/workflows/case";
import { type ActionDefinition, defineAction, type Subject } from "../action";
import { inverseEffects } from "../inverse-effects";

const REVERSIBLE_FOR_MINUTES = 15;
const GATE = "kroger.notify_patient";
const TEMPLATES = ["insurance_problem", "delay", "renewal_pending", "ready_for_pickup"] as const;
type Template = (typeof TEMPLATES)[number];
/** the attribute that holds the last message, so that none goes out twice */
const LAST_MESSAGE = "last_message";
const CHANNELS = ["sms", "phone", "email"] as const;

const payloadSchema = z.object({
  template: z.enum(TEMPLATES),
  channel: z.enum(CHANNELS).default("sms"),
});

/** Sends the patient a message; it is held back until it can no longer be undone. */
export const notifyPatient: ActionDefinition = defineAction({
  type: "notify_patient",
  description: "Send the patient a message",
  payload: payloadSchema,
  reversibleForMinutes: REVERSIBLE_FOR_MINUTES,
  plan({ case: one }, { template, channel }) {
    const refusal = refusalOf(one, template);
    if (refusal) {
      throw new AppError("conflict", `Case ${one.id}: ${refusal}`);
    }
    return {
      effects: [
        {
          kind: "send",
          topic: "patient.message",
          payload: { case_id: one.id, template, channel },
          messageId: null,
        },
        {
          kind: "set_attributes",
          before: { last_message: one.attributes[LAST_MESSAGE] ?? null },
          after: { last_message: template },
        },
      ],
      gate: GATE,
      decidedWith: "proposals:decide",
    };
  },
  compensate: inverseEffects,
  suggest(subject) {
    const template = templateFor(subject);
    return template
      ? {
          label: `Tell the patient: ${template.replaceAll("_", " ")}`,
          payload: { template },
          reason: "The patient is waiting and has something to do or to know.",
        }
      : null;
  },
});

/** Why a message would be untrue or would come twice; null when it may be sent. */
function refusalOf(one: Case, template: Template): string | null {
  if (one.attributes[LAST_MESSAGE] === template) {
    return `the patient has had the message ${template} already.`;
  }
  if (template === "ready_for_pickup" && one.isOpen) {
    return `it stands in ${one.queue}, so nothing is ready for pickup.`;
  }
  if (template !== "ready_for_pickup" && !one.isOpen) {
    return "it is closed; only ready_for_pickup can be sent.";
  }
  return template === "insurance_problem" && one.insurance !== "rejected"
    ? "no claim was rejected, so there is no insurance problem to tell."
    : null;
}

function templateFor({ case: one }: Subject): Template | null {
  const template = wantedTemplate(one);
  return template && refusalOf(one, template) === null ? template : null;
}

function wantedTemplate(one: Case): Template | null {
  if (!one.isOpen) {
    return "ready_for_pickup";
  }
  if (one.insurance === "rejected") {
    return "insurance_problem";
  }
  return one.attributes["blocker"] && one.queue === "dispensing" ? "delay" : null;
}
