import { listRuleFields } from "@/lib/automation/list-rule-fields";
import { listRuleFieldsContract } from "@/lib/contracts/rule";
import { handle } from "@/lib/http/handle";

export const GET = handle(listRuleFieldsContract, listRuleFields);
