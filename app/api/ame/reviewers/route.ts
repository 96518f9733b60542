import { listReviewers } from "@/lib/ame/reviewers/list-reviewers";
import { listReviewersContract } from "@/lib/contracts/check-cases";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";

export const GET = handle(listReviewersContract, async (ctx, { query }) =>
  pageReply(await listReviewers(ctx, query)),
);
