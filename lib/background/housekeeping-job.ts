import { z } from "zod";
import { pruneAudit } from "@/lib/audit/retention/prune-audit";
import { pruneUsedAssertions } from "@/lib/auth/clients/prune-used-assertions";
import { pruneSessions } from "@/lib/auth/sessions/prune-sessions";
import { pruneEvents } from "@/lib/integrations/event-stream/prune-events";
import { endLostDeliveries } from "@/lib/integrations/webhooks/end-lost-deliveries";
import { pruneDeliveries } from "@/lib/integrations/webhooks/prune-deliveries";
import { defineJob } from "@/lib/jobs/job-definition";
import { pruneJobs } from "@/lib/jobs/prune-jobs";
import { pruneAnswers } from "@/lib/kernel/prune-answers";

/** Removes what nobody needs any more, and ends what nobody will finish. */
export const housekeepingJob = defineJob({
  kind: "housekeeping.prune",
  payload: z.object({}),
  retryDelaysSeconds: [],
  everySeconds: 3600,
  run: async ({ ctx, signal }) => ({
    jobs: await pruneJobs(ctx, signal),
    events: await pruneEvents(ctx, signal),
    lost_deliveries: await endLostDeliveries(ctx, signal),
    deliveries: await pruneDeliveries(ctx, signal),
    answers: await pruneAnswers(ctx, signal),
    audit_entries: await pruneAudit(ctx, signal),
    assertions: await pruneUsedAssertions(ctx, signal),
    sessions: await pruneSessions(ctx, signal),
  }),
});
