import { listRuleVersionsContract } from "@/lib/contracts/rule";
import { handle } from "@/lib/http/handle";
import { pageReply } from "@/lib/http/reply";
import { listRuleVersions } from "@/lib/rules/list-rule-versions";

export const GET = handle(listRuleVersionsContract, async (ctx, { params, query }) =>
  pageReply(await listRuleVersions(ctx, params.id, query)),
);
