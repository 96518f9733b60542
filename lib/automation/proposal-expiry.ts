import { AppError } from "@/lib/kernel/app-error";
import type { Proposal } from "./proposal";

const HOUR_MS = 3_600_000;

/** Proposals made before this moment have expired by `now`. */
export function expiryLimit(now: Date, expiresHours: number): Date {
  return new Date(now.getTime() - expiresHours * HOUR_MS);
}

/** Whether an open proposal is too old to be decided or run, even if nothing has marked it yet. */
export function isExpired(
  { status, proposedAt }: Pick<Proposal, "status" | "proposedAt">,
  now: Date,
  expiresHours: number,
): boolean {
  const isOpen = status === "pending" || status === "approved";
  return status === "expired" || (isOpen && proposedAt < expiryLimit(now, expiresHours));
}

/** @throws AppError conflict when the proposal has expired */
export function assertNotExpired(proposal: Proposal, now: Date, expiresHours: number): void {
  if (isExpired(proposal, now, expiresHours)) {
    throw new AppError(
      "conflict",
      `The proposal has expired: it was made more than ${expiresHours} hours ago. Reload the case and propose anew.`,
    );
  }
}
