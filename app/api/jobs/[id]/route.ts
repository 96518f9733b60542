import { getJobContract } from "@/lib/contracts/job";
import { handle } from "@/lib/http/handle";
import { getJob } from "@/lib/jobs/get-job";

export const GET = handle(getJobContract, (ctx, { params }) => getJob(ctx, params.id));
