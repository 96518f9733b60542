import type { ActionAnswer } from "@/lib/contracts/proposal";
import { queueLabel } from "./case-facts";
import { toWords } from "./words";

type Labels = Readonly<Record<string, string>>;

/** What an action will do, in one sentence. */
export function describeEffect(
  { type, payload }: Pick<ActionAnswer, "type" | "payload">,
  queueLabels: Labels,
): string {
  const to = payload["to_queue"];
  switch (type) {
    case "advance_queue":
      return typeof to === "string"
        ? `Moves the case to ${queueLabel(to, queueLabels)}.`
        : "Moves the case to its next queue.";
    case "complete_task":
      return "Marks the task as completed.";
    case "notify_patient":
      return "Sends the patient a message. It is held back until it can no longer be undone.";
    case "request_renewal":
      return "Sends the prescriber a renewal request, adds the task to match the answer, and moves the case on.";
    case "resolve_rejection":
      return "Records the resolution and sends the case back to be billed again.";
    default:
      return `Runs “${toWords(type).toLowerCase()}” on this case.`;
  }
}
