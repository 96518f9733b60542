import { cancelJobContract } from "@/lib/contracts/job";
import { handle } from "@/lib/http/handle";
import { cancelJob } from "@/lib/jobs/cancel-job";

export const POST = handle(cancelJobContract, (ctx, { params }) => cancelJob(ctx, params.id));
