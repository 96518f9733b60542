import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { getLogger } from "@/lib/platform/logger";
import { processSingleton } from "@/lib/platform/process-singleton";
import { type CompiledRule, compileRule } from "./compiled-rule";
import type { Rule } from "./rule";
import { findEnabledRules } from "./rule-repository";

/** How long a change that another process has made may go unnoticed here. */
const MAX_AGE_MS = 1000;

interface RuleSet {
  loadedAtMs: number;
  rules: readonly CompiledRule[];
}

interface Sets {
  byTenant: Map<string, RuleSet>;
  /** rule id -> version of those that cannot be read, so that each is tried and told of once */
  unreadable: Map<number, number>;
  /** grows when a set is dropped, so that one read before is not kept */
  drops: number;
}

const sets = () =>
  processSingleton<Sets>("rule-sets", () => ({
    byTenant: new Map(),
    unreadable: new Map(),
    drops: 0,
  }));

/** The tenant's enabled rules in the order in which they run; at most a second old. */
export async function getRuleSet(ctx: Context): Promise<readonly CompiledRule[]> {
  const held = sets();
  const known = held.byTenant.get(ctx.tenantId);
  const nowMs = ctx.now().getTime();
  if (known && Math.abs(nowMs - known.loadedAtMs) < MAX_AGE_MS) {
    return known.rules;
  }
  const drops = held.drops;
  const rules = compileAll(await findEnabledRules(ctx), known?.rules ?? []);
  if (drops === held.drops) {
    held.byTenant.set(ctx.tenantId, { loadedAtMs: nowMs, rules });
  }
  return rules;
}

/**
 * For whoever has changed a rule: the next look reads them anew. Where the change has yet to commit
 * with more, a look in between may keep the old ones for a second; what fires is checked again anyhow.
 */
export function dropRuleSet(ctx: Context): void {
  const held = sets();
  held.drops += 1;
  held.byTenant.delete(ctx.tenantId);
}

function compileAll(stored: readonly Rule[], known: readonly CompiledRule[]): CompiledRule[] {
  const byId = new Map(known.map((rule) => [rule.id, rule]));
  return stored.flatMap((rule) => {
    const same = byId.get(rule.id);
    return same?.version === rule.version ? same : (compileOrSkip(rule) ?? []);
  });
}

/** A rule of an older form must not stop the others, nor the change that asks for them. */
function compileOrSkip(rule: Rule): CompiledRule | null {
  const { unreadable } = sets();
  if (unreadable.get(rule.id) === rule.version) {
    return null;
  }
  try {
    return compileRule(rule);
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
    unreadable.set(rule.id, rule.version);
    getLogger().error(
      { ruleId: rule.id, version: rule.version, fault: error.message },
      "a stored rule cannot be read",
    );
    return null;
  }
}
