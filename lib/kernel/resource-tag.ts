import type { ResourceKind } from "@/lib/contracts/contract";
import { AppError } from "./app-error";
import type { TransactionContext } from "./context";

export interface Versioned {
  kind: ResourceKind;
  id: number | string;
  version: number;
}

/** Names one state of one resource, e.g. `case-12-7`: its strong entity tag without the quotes. */
export function resourceTag({ kind, id, version }: Versioned): string {
  return `${kind}-${id}-${version}`;
}

/** What parts a resource's own tag from what a larger answer adds to it. */
const ADDED = ".";

/** The tag of an answer that shows a resource and more: it changes with either. */
export function extendTag(tag: string, added: string): string {
  return `${tag}${ADDED}${added}`;
}

/**
 * Compares what the caller expects with the resource as it was before this transaction touched it.
 * Call it where the resource has been locked; only the first look of an attempt counts.
 * @throws AppError precondition_failed, with the tag of the resource as it is
 */
export function assertExpected(tx: TransactionContext, actual: Versioned): void {
  const { expects, attempt } = tx;
  if (expects?.kind !== actual.kind || attempt.isExpectationMet) {
    return;
  }
  const tag = resourceTag(actual);
  if (expects.tags !== "*" && !expects.tags.some((expected) => isOf(expected, tag))) {
    throw new AppError(
      "precondition_failed",
      `The ${actual.kind} ${actual.id} is now at version ${actual.version}, which If-Match does not name. Read it again, decide anew, and send its ETag.`,
      [],
      { tag },
    );
  }
  attempt.isExpectationMet = true;
}

function isOf(expected: string, tag: string): boolean {
  return expected === tag || expected.startsWith(`${tag}${ADDED}`);
}
