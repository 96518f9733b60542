import { compileHead, compileNode, isCalled, readerOf } from "./compile-condition";
import { type Comparison, type Condition, type ConditionNode, isComparison } from "./condition";
import type { Facts } from "./facts";
import { findField, QUEUES } from "./fields";
import type { Scalar } from "./operators";

/** One comparison that decided, with what was seen where that can tell nothing of the patient. */
export type Reason = {
  field: string;
  operator: string;
  value?: Scalar | Scalar[];
  seen?: string | number | boolean | string[] | null;
  /** false below a `not`, or where it is the reason why the condition does not hold */
  holds: boolean;
};

/** A trail needs the deciding facts, not all of a long rule. */
const MAX_REASONS = 20;
const MAX_SEEN_ITEMS = 10;

/** Why a condition holds: the comparisons that are true, or false below a `not`. */
export function explainMatch(condition: Condition, facts: Facts): Reason[] {
  const reasons = [...headReasons(condition, facts), ...walk(condition, facts, { wanted: true })];
  return reasons.slice(0, MAX_REASONS);
}

/** Why a condition does not hold: the comparisons that would have to be otherwise. */
export function explainMiss(condition: Condition, facts: Facts): Reason[] {
  if (!compileHead(condition)(facts)) {
    return headReasons(condition, facts);
  }
  return walk(condition, facts, { wanted: false }).slice(0, MAX_REASONS);
}

/** What the type of the condition asks for, under the name of what was really compared. */
function headReasons({ type, state, event_type: eventType }: Condition, facts: Facts): Reason[] {
  const { values, trigger } = facts;
  if (type === "workflow_state" && state !== undefined) {
    const isQueue =
      values["queue"] === state || (values["state"] !== state && QUEUES.includes(state));
    const field = isQueue ? "queue" : "workflow_state";
    const seen = seenOf(field, facts);
    return [{ field, operator: "equals", value: state, seen, holds: seen === state }];
  }
  if (type === "event" && eventType !== undefined) {
    const field = trigger?.change === eventType ? "change" : "event_type";
    const holds = trigger !== null && isCalled(trigger, eventType);
    return [
      { field, operator: "equals", value: eventType, seen: seenOfTrigger(facts, eventType), holds },
    ];
  }
  return [];
}

/** The name itself where the change goes by it, else all names it goes by. */
function seenOfTrigger({ trigger }: Facts, name: string): NonNullable<Reason["seen"]> | null {
  if (!trigger) {
    return null;
  }
  return isCalled(trigger, name)
    ? name
    : [trigger.change, ...trigger.eventTypes].slice(0, MAX_SEEN_ITEMS);
}

/** The comparisons below a node that come out as wanted; a `not` turns the wish round. */
function walk(node: ConditionNode, facts: Facts, { wanted }: { wanted: boolean }): Reason[] {
  if (isComparison(node)) {
    return compileNode(node)(facts) === wanted ? [reasonOf(node, facts, wanted)] : [];
  }
  return [
    ...(node.all ?? []).flatMap((part) => walk(part, facts, { wanted })),
    ...(node.any ?? []).flatMap((part) => walk(part, facts, { wanted })),
    ...(node.not ? walk(node.not, facts, { wanted: !wanted }) : []),
  ];
}

function reasonOf(node: Comparison, facts: Facts, holds: boolean): Reason {
  const { field, operator, value } = node;
  const common = { field, operator, holds };
  if (findField(field)?.isPrivate) {
    return common;
  }
  return { ...common, ...(value !== undefined && { value }), seen: seenOf(field, facts) };
}

function seenOf(field: string, facts: Facts): NonNullable<Reason["seen"]> | null {
  const seen = readerOf(field)(facts);
  if (Array.isArray(seen)) {
    return seen.slice(-MAX_SEEN_ITEMS).map(String);
  }
  if (findField(field)?.type === "time" && typeof seen === "number") {
    return new Date(seen).toISOString();
  }
  return typeof seen === "string" || typeof seen === "number" || typeof seen === "boolean"
    ? seen
    : null;
}
