import { checkRuleAction } from "@/lib/automation/check-rule-action";
import { createRuleContract, listRulesContract } from "@/lib/contracts/rule";
import { handle } from "@/lib/http/handle";
import { newRuleReply, pageReply } from "@/lib/http/reply";
import { createRule } from "@/lib/rules/create-rule";
import { listRules } from "@/lib/rules/list-rules";

export const GET = handle(listRulesContract, async (ctx, { query }) =>
  pageReply(await listRules(ctx, query)),
);

export const POST = handle(createRuleContract, async (ctx, { body }) =>
  newRuleReply(await createRule(ctx, body, checkRuleAction)),
);
