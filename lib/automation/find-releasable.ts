import { type Origin, readHolds } from "@/lib/governance/holds";
import type { Context } from "@/lib/kernel/context";
import { forTenant } from "@/lib/kernel/for-tenant";
import { findExecutedOn } from "./execution-repository";
import { findDueMessages, type WaitingMessage } from "./outbox-repository";

/** With its origin where that had to be known, for no message changes it. */
export type ReleasableMessage = WaitingMessage & { origin?: Origin | undefined };

/**
 * Of every tenant: messages whose time has come and that neither a kill switch nor a revoked gate
 * keeps back, the longest waiting first.
 */
export async function findReleasable(ctx: Context, limit: number): Promise<ReleasableMessage[]> {
  const holdsOf = holdsByTenant(ctx);
  const releasable: ReleasableMessage[] = [];
  let last: WaitingMessage | null = null;
  for (;;) {
    const page: WaitingMessage[] = await findDueMessages(ctx, limit, last);
    releasable.push(...(await thoseNotKept(ctx, page, holdsOf)));
    last = page.at(-1) ?? null;
    if (page.length < limit || releasable.length >= limit) {
      return releasable.slice(0, limit);
    }
  }
}

function holdsByTenant(ctx: Context): (tenantId: string) => ReturnType<typeof readHolds> {
  const known = new Map<string, ReturnType<typeof readHolds>>();
  return (tenantId) => {
    const holds = known.get(tenantId) ?? readHolds(forTenant(ctx, tenantId));
    known.set(tenantId, holds);
    return holds;
  };
}

type HoldsOf = ReturnType<typeof holdsByTenant>;

async function thoseNotKept(
  ctx: Context,
  page: readonly WaitingMessage[],
  holdsOf: HoldsOf,
): Promise<ReleasableMessage[]> {
  const judged = new Map<number, { isKept: boolean; origin?: Origin }>();
  for (const tenantId of new Set(page.map((message) => message.tenantId))) {
    const holds = await holdsOf(tenantId);
    if (holds.isAny) {
      const messages = page.filter((message) => message.tenantId === tenantId);
      const originOf = await originsOf(forTenant(ctx, tenantId), messages);
      for (const message of messages) {
        const origin = originOf(message);
        judged.set(message.id, { isKept: holds.keeps(origin), origin });
      }
    }
  }
  return page
    .filter(({ id }) => !judged.get(id)?.isKept)
    .map((message) => ({ ...message, origin: judged.get(message.id)?.origin }));
}

/**
 * Where the executions stood, and what they were, that want these messages sent: one look for all.
 * @param messages of the caller's tenant
 */
export async function originsOf(
  ctx: Context,
  messages: readonly WaitingMessage[],
): Promise<(message: WaitingMessage) => Origin> {
  const caseIds = new Set(messages.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])));
  const executed = caseIds.size === 0 ? [] : await findExecutedOn(ctx, [...caseIds]);
  const senders = new Map(
    executed.flatMap(({ effects, queue, actionType, gateKey }) =>
      effects.flatMap((effect) =>
        effect.kind === "send" ? [[effect.messageId, { queue, actionType, gateKey }] as const] : [],
      ),
    ),
  );
  return ({ id, siteId }) => {
    const sender = senders.get(id);
    return sender
      ? { siteId, ...sender }
      : { siteId, queue: "", actionType: null, gateKey: null, isOriginUnknown: true };
  };
}
