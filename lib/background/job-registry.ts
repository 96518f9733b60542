import { expireProposalsJob } from "@/lib/automation/expire-proposals-job";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import { releaseMessagesJob } from "@/lib/automation/release-messages-job";
import { expireApprovalsJob } from "@/lib/governance/approvals/expire-approvals-job";
import { deliverWebhookJob } from "@/lib/integrations/webhooks/deliver-webhook";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import { simulateJob } from "@/lib/scenarios/simulate-job";
import { housekeepingJob } from "./housekeeping-job";

/** Every kind of background work that this version knows. */
export const JOB_DEFINITIONS: readonly JobDefinition[] = [
  simulateJob,
  expireProposalsJob,
  expireApprovalsJob,
  releaseMessagesJob,
  missedOutcomesJob,
  deliverWebhookJob,
  housekeepingJob,
];
