import { AppError } from "@/lib/kernel/app-error";
import type { Settings } from "@/lib/platform/settings";
import type { Proposal } from "./proposal";

const HOUR_MS = 3_600_000;

/** Each counts from its own moment: an undecided proposal's from when it was made. */
export type ExpiryHours = Pick<Settings, "proposalExpiresHours" | "approvalExpiresHours">;

/** What happened before this moment is too old by `now`. */
export function expiryLimit(now: Date, expiresHours: number): Date {
  return new Date(now.getTime() - expiresHours * HOUR_MS);
}

/** Until when an approved proposal may run. */
export function approvedUntil(
  { decidedAt, proposedAt }: Pick<Proposal, "decidedAt" | "proposedAt">,
  hours: ExpiryHours,
): Date {
  // Nobody decides what automation has earned; it runs in the transaction that proposes it.
  const from = decidedAt ?? proposedAt;
  return new Date(from.getTime() + hours.approvalExpiresHours * HOUR_MS);
}

type Clocks = Pick<Proposal, "status" | "proposedAt" | "decidedAt">;

/** Whether an open proposal is too old to be decided or run, even if nothing has marked it yet. */
export function isExpired(proposal: Clocks, now: Date, hours: ExpiryHours): boolean {
  switch (proposal.status) {
    case "expired":
      return true;
    case "pending":
      return proposal.proposedAt < expiryLimit(now, hours.proposalExpiresHours);
    case "approved":
      return approvedUntil(proposal, hours) < now;
    default:
      return false;
  }
}

/** @throws AppError conflict when the proposal has expired */
export function assertNotExpired(proposal: Clocks, now: Date, hours: ExpiryHours): void {
  if (!isExpired(proposal, now, hours)) {
    return;
  }
  const why = proposal.decidedAt
    ? `it was approved more than ${hours.approvalExpiresHours} hours ago and has not run`
    : `it was made more than ${hours.proposalExpiresHours} hours ago`;
  throw new AppError(
    "conflict",
    `The proposal has expired: ${why}. Reload the case and propose anew.`,
  );
}
