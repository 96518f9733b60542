import type { JsonObject } from "@/lib/contracts/common";

/** Condition and action, both checked when they were stored. */
export interface Rule {
  id: number;
  name: string;
  description: string;
  condition: JsonObject;
  action: JsonObject;
  isEnabled: boolean;
  /** higher goes first */
  priority: number;
  /** every change adds one; firings do not */
  version: number;
  executionCount: number;
  lastRunAt: Date | null;
  lastStatus: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type RuleChange = "created" | "updated" | "deleted";

/** What a rule was after one change. */
export type RuleVersion = Pick<
  Rule,
  "name" | "description" | "condition" | "action" | "isEnabled" | "priority" | "version"
> & { id: number; ruleId: number; change: RuleChange; actorId: string; at: Date };

/** What a rule wants done. */
export interface RuleAction {
  type: string;
  payload: JsonObject;
  /** a note for the trace; nobody is sent anything */
  notify: string[];
}

/** How a firing ended. */
export type FiringOutcome = "proposed" | "executed" | "blocked";
