import type { StopScope } from "@/lib/contracts/kill-switch";
import { invalidField } from "@/lib/kernel/app-error";
import { toldValue } from "@/lib/kernel/told-value";
import { DEFAULT_PACK } from "@/lib/packs/find-pack";
import type { Scope } from "./kill-switch";

/**
 * The scope that a caller names, if there can be such a thing; whether a site is one of the chain's,
 * `assertSiteKnown` asks.
 * @throws AppError invalid, naming what there is
 */
export function parseScope({ kind, key }: StopScope, actionTypes: readonly string[]): Scope {
  if (kind === "chain" && key !== "") {
    throw invalidField("body.scope.key", "extra_forbidden", "The chain has no key; leave it out.");
  }
  if (kind === "site" && key === "") {
    throw invalidField("body.scope.key", "missing", "Name the site in body.scope.key.");
  }
  if (kind === "queue") {
    assertOneOf(
      key,
      DEFAULT_PACK.queues.map((queue) => queue.key),
    );
  }
  if (kind === "action") {
    assertOneOf(key, actionTypes);
  }
  return { kind, key };
}

function assertOneOf(key: string, known: readonly string[]): void {
  if (!known.includes(key)) {
    throw invalidField(
      "body.scope.key",
      "enum",
      `There is no "${toldValue(key)}" to stop; use one of ${known.join(", ")}.`,
    );
  }
}
