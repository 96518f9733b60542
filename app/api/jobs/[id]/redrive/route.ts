import { redriveJobContract } from "@/lib/contracts/job";
import { handle } from "@/lib/http/handle";
import { redriveJob } from "@/lib/jobs/redrive-job";

export const POST = handle(redriveJobContract, (ctx, { params }) => redriveJob(ctx, params.id));
