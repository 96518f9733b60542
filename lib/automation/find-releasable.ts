import type { Place } from "@/lib/governance/kill-switch/kill-switch";
import { readStops } from "@/lib/governance/kill-switch/stops";
import type { Context } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import { findExecutedOn } from "./execution-repository";
import { findDueMessages, type WaitingMessage } from "./outbox-repository";

/** With its place where that had to be known, for no message changes it. */
export type ReleasableMessage = WaitingMessage & { place?: Place | undefined };

/** Of every tenant: messages whose time has come and that no kill switch stops, the longest waiting first. */
export async function findReleasable(ctx: Context, limit: number): Promise<ReleasableMessage[]> {
  const stopsOf = stopsByTenant(ctx);
  const releasable: ReleasableMessage[] = [];
  let last: WaitingMessage | null = null;
  for (;;) {
    const page: WaitingMessage[] = await findDueMessages(ctx, limit, last);
    releasable.push(...(await thoseNotStopped(ctx, page, stopsOf)));
    last = page.at(-1) ?? null;
    if (page.length < limit || releasable.length >= limit) {
      return releasable.slice(0, limit);
    }
  }
}

function stopsByTenant(ctx: Context): (tenantId: string) => ReturnType<typeof readStops> {
  const known = new Map<string, ReturnType<typeof readStops>>();
  return (tenantId) => {
    const stops = known.get(tenantId) ?? readStops(forTenant(ctx, tenantId));
    known.set(tenantId, stops);
    return stops;
  };
}

type StopsOf = ReturnType<typeof stopsByTenant>;

async function thoseNotStopped(
  ctx: Context,
  page: readonly WaitingMessage[],
  stopsOf: StopsOf,
): Promise<ReleasableMessage[]> {
  const judged = new Map<number, { isStopped: boolean; place?: Place }>();
  for (const tenantId of new Set(page.map((message) => message.tenantId))) {
    const stops = await stopsOf(tenantId);
    if (stops.isAny) {
      const messages = page.filter((message) => message.tenantId === tenantId);
      const placeOf = await placesOf(forTenant(ctx, tenantId), messages);
      for (const message of messages) {
        const place = placeOf(message);
        judged.set(message.id, { isStopped: stops.at(place) !== null, place });
      }
    }
  }
  return page
    .filter(({ id }) => !judged.get(id)?.isStopped)
    .map((message) => ({ ...message, place: judged.get(message.id)?.place }));
}

/**
 * Where the executions stood, and what they were, that want these messages sent: one look for all.
 * @param messages of the caller's tenant
 */
export async function placesOf(
  ctx: Context,
  messages: readonly WaitingMessage[],
): Promise<(message: WaitingMessage) => Place> {
  const caseIds = new Set(messages.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])));
  const executed = caseIds.size === 0 ? [] : await findExecutedOn(ctx, [...caseIds]);
  const senders = new Map(
    executed.flatMap(({ effects, queue, actionType }) =>
      effects.flatMap((effect) =>
        effect.kind === "send" ? [[effect.messageId, { queue, actionType }] as const] : [],
      ),
    ),
  );
  return ({ id, siteId }) => {
    const sender = senders.get(id);
    return sender
      ? { siteId, ...sender }
      : { siteId, queue: "", actionType: null, isOriginUnknown: true };
  };
}
