import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/kernel/app-error";
import type { TransactionContext } from "@/lib/kernel/context";
import type { Rule, RuleChange } from "./rule";
import { ruleContent } from "./rule-content";
import { findRuleByName, insertRuleVersion } from "./rule-repository";

const VERBS: Readonly<Record<RuleChange, string>> = {
  created: "rule.create",
  updated: "rule.update",
  deleted: "rule.delete",
};

/** Writes the version and the audit entry that every change of a rule leaves. */
export async function recordRuleChange(
  tx: TransactionContext,
  change: RuleChange,
  { before, after }: { before?: Rule; after: Rule },
): Promise<void> {
  await insertRuleVersion(tx, after, change);
  await recordAudit(tx, {
    action: VERBS[change],
    subject: { type: "rule", id: after.id },
    ...(before && { before: ruleContent(before) }),
    ...(change !== "deleted" && { after: ruleContent(after) }),
  });
}

/** @throws AppError conflict when another rule of the tenant has the name */
export async function assertNameFree(
  tx: TransactionContext,
  name: string,
  ownId?: number,
): Promise<void> {
  const holder = await findRuleByName(tx, name);
  if (holder && holder.id !== ownId) {
    throw new AppError(
      "conflict",
      `Rule ${holder.id} has the name “${name}” already; choose another, or change that rule.`,
    );
  }
}
