import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startServer } from "../support/server";
import { availableDatabases } from "../support/test-database";
import { createCase, get, post } from "./support/cases";
import { answerWith, startReceiver } from "./support/receiver";

const NETWORKS = { WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8" };
const SLOWLY = { timeout: 60_000, interval: 200 };

describe.each(await availableDatabases())("webhooks on $provider", (available) => {
  test("a power cut between two attempts loses no delivery and makes none twice", async () => {
    const receiver = await startReceiver();
    const database = await available.create();
    const env = { ...NETWORKS, DATABASE_URL: database.url, WEBHOOK_RETRY_SECONDS: "2,2,2,2" };
    const first = await startServer({ env });
    answerWith(receiver, 500);
    const { id } = await post(first, "/api/webhooks", {
      url: receiver.url,
      event_types: ["case.create"],
    });
    await createCase(first);
    await expect.poll(() => receiver.received.length, SLOWLY).toBe(1);
    await sleep(200);
    await first.kill9();
    answerWith(receiver, 200);
    const second = await startServer({ env });
    const deliveries = async () => (await get(second, `/api/webhooks/${id}/deliveries`)).deliveries;
    await expect.poll(async () => (await deliveries())[0]?.status, SLOWLY).toBe("delivered");
    expect(await deliveries()).toHaveLength(1);
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    await second.stop();
    await first.stop();
    await database.drop();
    await receiver.close();
  });

  test("two processes send each event once", async () => {
    const receiver = await startReceiver();
    const database = await available.create();
    const env = { ...NETWORKS, DATABASE_URL: database.url };
    const [one, two] = await Promise.all([startServer({ env }), startServer({ env })]);
    const { id } = await post(one, "/api/webhooks", { url: receiver.url, event_types: ["case.*"] });
    await Promise.all(Array.from({ length: 20 }, (_, i) => createCase(i % 2 ? one : two)));
    const delivered = async () =>
      (await get(one, `/api/webhooks/${id}/deliveries?status=delivered`)).deliveries.length;
    await expect.poll(delivered, SLOWLY).toBe(20);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    await Promise.all([one.stop(), two.stop()]);
    await database.drop();
    await receiver.close();
  });
});
