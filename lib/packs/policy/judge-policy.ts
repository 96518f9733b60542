import type { JsonObject } from "@/lib/contracts/common";
import type { Pack } from "../pack";
import { type Act, RESERVED_ACTS, type ReservedActName } from "./act";
import { actsOfStep, type PolicyStep } from "./acts-of-step";
import { DENY_RULES, type Doer, type Refusal } from "./deny-rules";
import type { PolicyCapId } from "./policy-cap-id";
import { policyFactsOf } from "./policy-facts";

export interface Denial extends Refusal {
  id: PolicyCapId;
  rule: string;
  /** the law it rests on */
  source: string;
}

/** What would be done to which case, and by whom. */
export interface PolicyCase {
  pack: Pack;
  attributes: JsonObject;
  doer: Doer;
  now: Date;
}

/** Pure: every rule that denies the step, everyone's first. No gate, stage, rule or role lifts one. */
export function policiesAgainst(given: PolicyCase, step: PolicyStep): Denial[] {
  const facts = policyFactsOf(given.attributes);
  return deny(given, actsOfStep(given.pack, facts, step), step.evidence);
}

/** Pure: the rule that stands against the step, or null. */
export function judgePolicy(given: PolicyCase, step: PolicyStep): Denial | null {
  return policiesAgainst(given, step)[0] ?? null;
}

/** Pure: every rule against an act that was asked for by its name. */
export function policiesAgainstNamed(given: PolicyCase, name: ReservedActName): Denial[] {
  return deny(given, actsNamed(given, name), "");
}

/** The rule that names the act best, for where no case is known or a person asked. */
export function policyNaming(pack: Pack, name: ReservedActName): Denial {
  const { rules } = RESERVED_ACTS[name];
  const id = rules.at(-1) ?? rules[0];
  return toDenial(pack, id, { detail: "No action of this product does it.", deniedTo: "everyone" });
}

/** A name stands for all that the act comes to. */
function actsNamed({ attributes }: PolicyCase, name: ReservedActName): ReadonlySet<Act> {
  const isControlled = policyFactsOf(attributes).schedule !== "none";
  const judged = isControlled ? (["judge_controlled_dispensing"] as const) : [];
  if (name === "refill_prescription") {
    return new Set<Act>([name, "decide_refill", ...judged]);
  }
  return new Set<Act>(
    name === "fill_prescription" ? [name, "release_prescription", ...judged] : [name],
  );
}

function deny(
  { pack, attributes, doer, now }: PolicyCase,
  acts: ReadonlySet<Act>,
  evidence: string,
) {
  const facts = policyFactsOf(attributes);
  const question = { acts, doer, facts, policy: pack.policy, evidence, now };
  const denials = pack.policyCaps.flatMap(({ id }) => {
    const refusal = DENY_RULES[id](question);
    return refusal ? [toDenial(pack, id, refusal)] : [];
  });
  const isHard = ({ deniedTo }: Denial) => deniedTo === "everyone";
  return [...denials.filter(isHard), ...denials.filter((one) => !isHard(one))];
}

function toDenial(pack: Pack, id: PolicyCapId, refusal: Refusal): Denial {
  const cap = pack.policyCaps.find((one) => one.id === id);
  return { id, rule: cap?.rule ?? id, source: cap?.source ?? "", ...refusal };
}
