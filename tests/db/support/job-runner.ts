import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import { EmbeddedJobEngine, type EngineOptions } from "@/lib/jobs/embedded-job-engine";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { getJob } from "@/lib/jobs/get-job";
import { defineJob, type JobDefinition, type RunningJob } from "@/lib/jobs/job-definition";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";

/** A runner that looks twenty times a second; the caller stops it. */
export function startRunner(
  ctx: Context,
  definitions: readonly JobDefinition[],
  options: Partial<EngineOptions> = {},
): EmbeddedJobEngine {
  const engine = new EmbeddedJobEngine({
    ctx,
    definitions,
    concurrency: 4,
    pollMs: 50,
    graceMs: 300,
    ...options,
  });
  engine.start();
  return engine;
}

/** A kind of job that takes any object. */
export function jobKind(
  kind: string,
  run: (job: RunningJob<JsonObject>) => Promise<JsonObject | undefined>,
  rest: { retryDelaysSeconds?: number[]; everySeconds?: number; maxShare?: number } = {},
): JobDefinition {
  const payload = z.record(z.string(), z.json());
  return defineJob({ kind, payload, retryDelaysSeconds: [], ...rest, run });
}

/** Stores jobs of a kind. @returns their ids */
export function enqueue(ctx: Context, kind: string, payloads: JsonObject[] = [{}]) {
  return inTransaction(ctx, async (tx) => {
    const ids: number[] = [];
    for (const payload of payloads) {
      ids.push(await enqueueJob(tx, { kind, payload }));
    }
    await recordAudit(tx, { action: "test.enqueue", subject: { type: "test", id: kind } });
    return ids;
  });
}

export async function enqueueOne(ctx: Context, kind: string, payload: JsonObject = {}) {
  const [id = 0] = await enqueue(ctx, kind, [payload]);
  return id;
}

/** An effect that can be counted: one audit entry under this name. */
export async function leaveMark(tx: TransactionContext, name: string): Promise<void> {
  await recordAudit(tx, { action: "test.mark", subject: { type: "test", id: name } });
}

export function countMarks(ctx: Context, name?: string): Promise<number> {
  return ctx.db.auditEntry.count({
    where: { action: "test.mark", ...(name !== undefined && { subjectId: name }) },
  });
}

const PATIENCE_MS = 50_000;

/** Waits until something holds, and fails with its name when it never does. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) {
      throw new Error(`In ${patienceMs} ms it never came to this: ${what}`);
    }
    await sleep(10);
  }
}

/** @returns the job once it has this status */
export async function untilStatus(ctx: Context, id: number, status: string) {
  await until(`job ${id} is ${status}`, async () => (await getJob(ctx, id)).status === status);
  return getJob(ctx, id);
}
