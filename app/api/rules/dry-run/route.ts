import { dryRunRule } from "@/lib/automation/dry-run-rule";
import { dryRunRuleContract } from "@/lib/contracts/rule-dry-run";
import { handle } from "@/lib/http/handle";

export const POST = handle(dryRunRuleContract, (ctx, { body }) => dryRunRule(ctx, body));
