import type { StreamEventAnswer } from "@/lib/contracts/events";
import type { Context } from "@/lib/kernel/context";
import { processSingleton } from "@/lib/platform/process-singleton";
import { findEventsAfter } from "./stream-repository";

type Batch = Promise<readonly StreamEventAnswer[]>;

/** Streams that wait at the same position and are woken in the same moment share one query. */
export function readShared(ctx: Context, after: number, limit: number): Batch {
  const running = processSingleton("event stream reads", () => new Map<string, Batch>());
  const key = `${ctx.tenantId}:${after}`;
  const known = running.get(key);
  if (known !== undefined) {
    return known;
  }
  const batch = findEventsAfter(ctx, after, limit).finally(() => running.delete(key));
  running.set(key, batch);
  return batch;
}
