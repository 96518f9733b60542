import { reportDecision } from "@/lib/automation/reports/report-decision";
import { reportExecution } from "@/lib/automation/reports/report-execution";
import { reportOutcome } from "@/lib/automation/reports/report-outcome";
import { reportProposal } from "@/lib/automation/reports/report-proposal";
import type {
  ReportDecision,
  ReportExecution,
  ReportOutcome,
  ReportProposal,
} from "@/lib/contracts/ame-report";
import type { Context } from "@/lib/kernel/context";

export const SCOPE = { site_id: "store-7", queue: "data_entry", action_type: "advance_queue" };
export const SCOPE_KEY = {
  siteId: SCOPE.site_id,
  queue: SCOPE.queue,
  actionType: SCOPE.action_type,
  roleContext: "",
};

/** What another system would send about one proposal; `null` names none. */
export function reporter(ctx: Context, proposal_id: string | null, scope: object = {}) {
  const common = { scope: { ...SCOPE, ...scope }, proposal_id };
  return {
    propose: (more: Partial<ReportProposal> = {}) =>
      reportProposal(ctx, {
        ...common,
        predicted_confidence: 0.9,
        predicted_safety: 0.95,
        predicted_time_saved_sec: 60,
        features: { payer: "P" },
        context: { source: "pms" },
        ...more,
      }),
    decide: (
      decision: ReportDecision["decision"] = "approve",
      more: Partial<ReportDecision> = {},
    ) => reportDecision(ctx, { ...common, decision, ...more }),
    execute: (more: Partial<ReportExecution> = {}) =>
      reportExecution(ctx, {
        ...common,
        before_state: { queue: "a" },
        after_state: { queue: "b" },
        guarded: true,
        ...more,
      }),
    succeed: (more: Partial<ReportOutcome> = {}) =>
      reportOutcome(ctx, {
        ...common,
        outcome_success: true,
        observed_error: false,
        observed_time_saved_sec: 45,
        ...more,
      }),
    fail: () => reportOutcome(ctx, { ...common, outcome_success: false, observed_error: true }),
  };
}
