import { checkRuleAction } from "@/lib/automation/check-rule-action";
import { deleteRuleContract, getRuleContract, updateRuleContract } from "@/lib/contracts/rule";
import { handle } from "@/lib/http/handle";
import { ruleReply } from "@/lib/http/reply";
import { deleteRule } from "@/lib/rules/delete-rule";
import { getRule } from "@/lib/rules/get-rule";
import { updateRule } from "@/lib/rules/update-rule";

export const GET = handle(getRuleContract, async (ctx, { params }) =>
  ruleReply(await getRule(ctx, params.id)),
);

export const PATCH = handle(updateRuleContract, async (ctx, { params, body }) =>
  ruleReply(await updateRule(ctx, params.id, body, checkRuleAction)),
);

export const DELETE = handle(deleteRuleContract, (ctx, { params }) => deleteRule(ctx, params.id));
