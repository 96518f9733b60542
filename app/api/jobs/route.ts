import { listJobsContract } from "@/lib/contracts/job";
import { handle } from "@/lib/http/handle";
import { listReply } from "@/lib/http/reply";
import { listJobs } from "@/lib/jobs/list-jobs";

export const GET = handle(listJobsContract, async (ctx, { query }) => {
  const page = await listJobs(ctx, query);
  return listReply({ jobs: page.items, next_cursor: page.nextCursor });
});
