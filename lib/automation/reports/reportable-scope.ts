import { ownScope } from "@/lib/ame/own-scope";
import type { ScopeKey } from "@/lib/ame/scope";
import type { ScopeInput } from "@/lib/contracts/ame-scope";
import { AppError, invalidField } from "@/lib/kernel/app-error";
import { reservedActError } from "@/lib/kernel/assert-policy";
import { isMachine } from "@/lib/kernel/authority";
import type { Context } from "@/lib/kernel/context";
import { DEFAULT_PACK, nextForward, packQueueOf } from "@/lib/packs/find-pack";
import { reservedActOf } from "@/lib/packs/policy/act";
import { LAPSE_SITE } from "@/lib/workflows/site-of-new-case";

/**
 * The scope of a report, in the caller's own tenant. What no software may do earns no trust, so
 * nothing is reported of it, by anybody.
 * @throws AppError blocked for a reserved act
 */
export function reportableScope(ctx: Context, input: ScopeInput): ScopeKey {
  const scope = ownScope(ctx, input);
  if (scope.siteId === LAPSE_SITE && ctx.source !== "system") {
    throw invalidField(
      "body.scope.site_id",
      "reserved",
      `${LAPSE_SITE} belongs to the demo's time-lapse; name a store.`,
    );
  }
  const reserved = reservedActOf(scope.actionType);
  if (reserved) {
    throw reservedActError(DEFAULT_PACK, reserved, null);
  }
  return scope;
}

/**
 * For reports that say "I have approved it", "I have done it" or "it went well": where the way on is
 * a pharmacist's judgement a machine has done nothing, whatever it calls the action or the queue.
 * @throws AppError blocked
 */
export function refuseMachinesJudgement(ctx: Context, scope: ScopeKey): void {
  const queue = packQueueOf(scope.queue);
  const next = nextForward(DEFAULT_PACK, queue);
  if (!isMachine(ctx) || next?.decidedWith !== "clinical:decide") {
    return;
  }
  const { acts = [] } =
    DEFAULT_PACK.policy.clinicalSteps.find(({ from, to }) => from === queue && to === next.to) ??
    {};
  const [act] = acts;
  throw act
    ? reservedActError(DEFAULT_PACK, act, null)
    : new AppError("blocked", "A pharmacist's judgement is no machine's; a pharmacist signs in.");
}
