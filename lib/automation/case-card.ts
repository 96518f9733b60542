import type { CaseCard } from "@/lib/contracts/dashboard";
import type { CaseAttributes } from "@/lib/packs/pack";
import { maskCaseAttributes } from "@/lib/packs/patient-data";
import { readCaseAttributes } from "@/lib/packs/read-case-attributes";
import type { CaseWithDetails } from "@/lib/workflows/case";
import { AT_RISK_MINUTES } from "@/lib/workflows/read-board";
import { suggestActions } from "./action-registry";
import { subjectOf } from "./load-subject";

/** What a card on the board shows of a case. Pure, given `now`. */
export function toCaseCard(one: CaseWithDetails, openProposals: number, now: Date): CaseCard {
  const known = readCaseAttributes(maskCaseAttributes(one.attributes));
  const [suggestion] = one.isOpen ? suggestActions(subjectOf(one, () => now)) : [];
  const openTask = one.tasks.find(
    (task) => task.state === "in_progress" || task.state === "pending",
  );
  return {
    id: one.id,
    name: one.name,
    queue: one.queue,
    state: one.state,
    risk: riskOf(one, now),
    promised_at: one.promisedAt.toISOString(),
    priority: one.priority,
    insurance: one.insurance,
    rx_number: known.rx_number ?? null,
    drug: known.drug ? `${known.drug.name} ${known.drug.strength}`.trim() : null,
    schedule: known.drug?.schedule ?? null,
    blocker: blockerOf(known),
    store: known.store?.name ?? null,
    patient: patientOf(known),
    owner: openTask?.assignedTo ?? null,
    next_action: suggestion?.label ?? null,
    open_proposals: openProposals,
    created_at: one.createdAt.toISOString(),
    updated_at: one.updatedAt.toISOString(),
  };
}

function riskOf(one: CaseWithDetails, now: Date): CaseCard["risk"] {
  if (!one.isOpen) {
    return "none";
  }
  const minutesLeft = (one.promisedAt.getTime() - now.getTime()) / 60_000;
  if (minutesLeft < 0) {
    return "breached";
  }
  return minutesLeft < AT_RISK_MINUTES ? "at_risk" : "on_time";
}

function blockerOf(known: CaseAttributes): string | null {
  if (known.reject_code) {
    return `Reject ${known.reject_code}: ${known.reject_message ?? known.blocker ?? "claim rejected"}`;
  }
  return known.blocker ?? null;
}

function patientOf({ patient }: CaseAttributes): string | null {
  return patient ? `${patient.initials} · ${patient.birth_year} · …${patient.last4}` : null;
}
