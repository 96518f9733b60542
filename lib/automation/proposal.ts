import type { JsonObject } from "@/lib/contracts/common";
import type { ProposalStatus } from "@/lib/contracts/proposal";
import type { Effect } from "./action";

/** An action suggested for a case. */
export interface Proposal {
  id: string;
  siteId: string;
  caseId: number;
  actionType: string;
  label: string;
  payload: JsonObject;
  /** the gate that must be open when it runs */
  gateKey: string | null;
  /** the queue the case stood in when this was proposed */
  queue: string;
  /** the case's move count then */
  moveCount: number;
  /** 0 … 1 */
  confidence: number;
  /** 0 … 1 */
  safetyScore: number;
  features: JsonObject;
  status: ProposalStatus;
  /** every change adds one */
  version: number;
  proposedBy: string;
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  executedBy: string | null;
  executedAt: Date | null;
  /** of what the approver had on the screen; null where nobody has approved */
  evidenceHash: string | null;
}

export interface Decision {
  decision: "approve" | "reject" | "defer";
  actorId: string;
  reason: string;
  decidedAt: Date;
}

/** One attempt at an action, and what it takes to undo it. */
export interface Execution {
  id: number;
  siteId: string;
  caseId: number;
  proposalId: string;
  actionType: string;
  gateKey: string | null;
  effects: Effect[];
  /** the case's move count after it */
  moveCount: number;
  actorId: string;
  executedAt: Date;
  /** null = cannot be undone */
  reversibleUntil: Date | null;
  rolledBackAt: Date | null;
  rolledBackBy: string | null;
  rollbackReason: string | null;
}

/** What another system carried out and only told of; it hangs on no case of ours. */
export interface ReportedExecution {
  id: number;
  /** null where the reporting system named none */
  proposalId: string | null;
  siteId: string;
  queue: string;
  actionType: string;
  roleContext: string;
  beforeState: JsonObject;
  /** null = cannot be undone */
  reversibleUntil: Date | null;
  rolledBackAt: Date | null;
}

export type ProposalWithHistory = Proposal & { decisions: Decision[]; execution: Execution | null };
