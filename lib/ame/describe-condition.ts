import { formatHundredths } from "@/lib/format/trust";
import type { Condition } from "./trust/stages";

type Words = (condition: Condition) => string;

const WORDS: Readonly<Record<Condition["name"], Words>> = {
  observations: ({ have, need }) => `${whole(have)} judged actions, at least ${whole(need)}`,
  trust: ({ have, need }) => `trust ${formatHundredths(have)}, at least ${formatHundredths(need)}`,
  overrides: ({ have, need }) => `${percent(have)} overridden, at most ${percent(need)}`,
  certificate: ({ have, need }) =>
    `evidence ${whole(have)}, at least ${whole(need)} for the certificate`,
  guarded_actions: ({ have, need }) =>
    `${whole(have)} checked actions at guarded, at least ${whole(need)}`,
  scrutiny: ({ have }) =>
    have === 0 ? "no full check running" : `full check of the next ${whole(have)} actions`,
  alarm: ({ have, need }) => `alarm ${formatHundredths(have)}, below ${formatHundredths(need)}`,
  budget: ({ have, need, isMet }) =>
    isMet
      ? `room in the harm budget to check ${percent(need)}`
      : `the harm budget asks to check ${percent(have)}, at most ${percent(need)} may be needed`,
};

/** Pure: what a stage asks for and what there is of it, in a few words. */
export function describeCondition(condition: Condition): string {
  return WORDS[condition.name](condition);
}

/** Pure: all that is not met, as the end of a sentence. */
export function describeMissing(conditions: readonly Condition[]): string {
  return conditions
    .filter(({ isMet }) => !isMet)
    .map(describeCondition)
    .join("; ");
}

/** Rounded down, so that what is not reached never looks so. */
function whole(value: number): string {
  return Math.floor(value).toLocaleString("en-US");
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}
