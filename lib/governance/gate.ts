import type { GateState } from "@/lib/contracts/governance";

export interface Gate {
  id: number;
  key: string;
  /** as it was written; `stateAt` tells what it counts as */
  state: GateState;
  actorId: string;
  /** the second person, where four eyes were asked for */
  approvedBy: string | null;
  reasonCode: string;
  note: string;
  /** an authorisation counts as unset from then on; null = until it is revoked */
  expiresAt: Date | null;
  changeCount: number;
  createdAt: Date;
  updatedAt: Date;
}

export type NewGateState = Pick<
  Gate,
  "state" | "actorId" | "approvedBy" | "reasonCode" | "note" | "expiresAt"
>;

export interface GateChange {
  id: number;
  fromState: string;
  toState: string;
  actorId: string;
  approvedBy: string | null;
  reasonCode: string;
  note: string;
  expiresAt: Date | null;
  at: Date;
}

/** Pure: what a gate counts as at a moment; an authorisation that has run out counts as unset. */
export function stateAt(
  { state, expiresAt }: Pick<Gate, "state" | "expiresAt">,
  now: Date,
): GateState {
  const hasRunOut = state === "authorized" && expiresAt !== null && expiresAt <= now;
  return hasRunOut ? "unset" : state;
}
