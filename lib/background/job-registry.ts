import { expireProposalsJob } from "@/lib/automation/expire-proposals-job";
import { missedOutcomesJob } from "@/lib/automation/mark-missed-outcomes";
import { releaseMessagesJob } from "@/lib/automation/release-messages-job";
import { expireApprovalsJob } from "@/lib/governance/approvals/expire-approvals-job";
import { dropTrustJob } from "@/lib/governance/kill-switch/drop-trust-job";
import { deliverWebhookJob } from "@/lib/integrations/webhooks/deliver-webhook";
import type { JobDefinition } from "@/lib/jobs/job-definition";
import { simulateJob } from "@/lib/scenarios/simulate-job";
import { timeLapseJob } from "@/lib/scenarios/time-lapse/time-lapse-job";
import { housekeepingJob } from "./housekeeping-job";

/** Every kind of background work that this version knows. */
export const JOB_DEFINITIONS: readonly JobDefinition[] = [
  simulateJob,
  timeLapseJob,
  expireProposalsJob,
  expireApprovalsJob,
  releaseMessagesJob,
  missedOutcomesJob,
  dropTrustJob,
  deliverWebhookJob,
  housekeepingJob,
];
