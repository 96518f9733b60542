import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Database } from "@/lib/db/open-database";
import { deliverWebhookJob } from "@/lib/integrations/webhooks/deliver-webhook";
import { endLostDeliveries } from "@/lib/integrations/webhooks/end-lost-deliveries";
import { replayDelivery } from "@/lib/integrations/webhooks/replay-deliveries";
import { testWebhook } from "@/lib/integrations/webhooks/test-webhook";
import { updateWebhook } from "@/lib/integrations/webhooks/update-webhook";
import { insertWebhook } from "@/lib/integrations/webhooks/webhook-repository";
import type { Context } from "@/lib/kernel/context";
import { inTransaction } from "@/lib/kernel/transaction";
import { type Receiver, startReceiver } from "../api/support/receiver";
import { availableDatabases } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

const signal = new AbortController().signal;

describe.each(await availableDatabases())("webhook deliveries on $provider", (available) => {
  let world: TestWorld;
  let ctx: Context;
  let db: Database;
  let receiver: Receiver;

  beforeAll(async () => {
    world = await openWorld(available, { WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8" });
    ctx = world.as("admin");
    db = world.db;
    receiver = await startReceiver();
  });

  afterEach(() => {
    receiver.received.splice(0);
    receiver.answer = (_, response) => response.end();
  });

  afterAll(async () => {
    await receiver.close();
    await world.close();
  });

  /** An endpoint with one delivery that waits. */
  const prepare = async () => {
    const given = { url: receiver.url, description: "", eventTypes: ["*"], isEnabled: true };
    const { id } = await inTransaction(ctx, async (tx) => {
      await recordAudit(tx, { action: "probe.hook", subject: { type: "probe", id: "1" } });
      return insertWebhook(tx, given, `whsec_${Buffer.alloc(32).toString("base64")}`);
    });
    const delivery = await testWebhook(ctx, id);
    return { id, deliveryId: delivery.id, eventId: delivery.event_id };
  };
  const jobsOf = async (eventId: string) => {
    const rows = await db.job.findMany({ orderBy: { id: "asc" } });
    return rows.filter(({ dedupeKey }) => dedupeKey?.includes(eventId));
  };
  const run = (row: { payload: unknown }) =>
    deliverWebhookJob.run({
      id: 1,
      payload: deliverWebhookJob.payload.parse(row.payload),
      attempt: 1,
      progress: 0,
      ctx,
      signal,
      step: (work) => inTransaction(ctx, work),
    });
  const read = (id: number) => db.webhookDelivery.findUniqueOrThrow({ where: { id } });
  const enable = (id: string, is_enabled: boolean) => updateWebhook(ctx, id, { is_enabled });

  test("only the job of the last replay sends", async () => {
    const { id, deliveryId, eventId } = await prepare();
    await enable(id, false);
    await enable(id, true);
    await replayDelivery(ctx, { endpointId: id, deliveryId });
    const [first, second, ...rest] = await jobsOf(eventId);
    expect(rest).toEqual([]);
    expect(await run(first as { payload: unknown })).toEqual({ status: "replayed" });
    expect(receiver.received).toHaveLength(0);
    expect(await run(second as { payload: unknown })).toEqual({ status: "delivered" });
    expect(receiver.received).toHaveLength(1);
  });

  test("nothing is sent to an endpoint that was disabled while the event was being stored", async () => {
    const { id, deliveryId, eventId } = await prepare();
    await db.webhookEndpoint.update({ where: { id }, data: { isEnabled: false } });
    const [job] = await jobsOf(eventId);
    expect(await run(job as { payload: unknown })).toEqual({ status: "cancelled" });
    expect(receiver.received).toHaveLength(0);
    expect(await read(deliveryId)).toMatchObject({
      status: "cancelled",
      nextAttemptAt: null,
      lastError: "the endpoint was disabled",
    });
  });

  test("what is called off during an attempt that fails is not tried again", async () => {
    const { id, deliveryId, eventId } = await prepare();
    receiver.answer = (_, response) => {
      void enable(id, false).then(() => response.writeHead(500).end());
    };
    const [job] = await jobsOf(eventId);
    expect(await run(job as { payload: unknown })).toEqual({ status: "cancelled" });
    expect(await read(deliveryId)).toMatchObject({ status: "cancelled", attempts: 0 });
    const subject = { subjectType: "webhook_delivery", subjectId: String(deliveryId) };
    const [entry] = await db.auditEntry.findMany({ where: subject, orderBy: { id: "desc" } });
    expect(entry).toMatchObject({
      action: "webhook.deliver",
      after: { status: "cancelled", last_status: 500 },
    });
  });

  test("what arrives although it was called off counts as delivered", async () => {
    const { id, deliveryId, eventId } = await prepare();
    receiver.answer = (_, response) => {
      void enable(id, false).then(() => response.end());
    };
    const [job] = await jobsOf(eventId);
    expect(await run(job as { payload: unknown })).toEqual({ status: "delivered" });
    expect(await read(deliveryId)).toMatchObject({ status: "delivered", attempts: 1 });
  });

  test("a secret that cannot be read is a failed attempt that says what to do", async () => {
    const { id, deliveryId, eventId } = await prepare();
    await db.webhookEndpoint.update({ where: { id }, data: { secret: "A".repeat(80) } });
    const [job] = await jobsOf(eventId);
    await expect(run(job as { payload: unknown })).rejects.toThrow(/ENCRYPTION_KEY has changed/);
    expect(receiver.received).toHaveLength(0);
    expect(await read(deliveryId)).toMatchObject({
      status: "waiting",
      attempts: 1,
      lastError: expect.stringMatching(/rotate-secret/),
    });
  });

  test("a delivery that has lost its job is dead after a day, and one with a job is not", async () => {
    const [lost, kept] = [await prepare(), await prepare()];
    await db.job.updateMany({
      where: { id: { in: (await jobsOf(lost.eventId)).map(({ id }) => id) } },
      data: { status: "cancelled" },
    });
    await endLostDeliveries(ctx, signal);
    expect(await read(lost.deliveryId)).toMatchObject({ status: "waiting" });
    world.advanceMinutes(24 * 60 + 1);
    await endLostDeliveries(ctx, signal);
    expect(await read(kept.deliveryId)).toMatchObject({ status: "waiting" });
    expect(await read(lost.deliveryId)).toMatchObject({
      status: "dead",
      lastError: expect.stringMatching(/replay/),
    });
  });
});
