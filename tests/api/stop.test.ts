import { expect, test } from "vitest";
import { openClient } from "../db/support/test-world";
import { LANES, startServer } from "../support/server";
import { sqlite } from "../support/test-database";
import { createCase, post } from "./support/cases";
import { startReceiver } from "./support/receiver";

const SLOWLY = { timeout: 60_000, interval: 200 };

test.each(LANES)("a job that runs when %s is stopped goes back to the others", async (lane) => {
  const receiver = await startReceiver();
  receiver.answer = () => undefined;
  const database = await sqlite.create();
  const env = { WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8", DATABASE_URL: database.url };
  const server = await startServer({ lane, env });
  await post(server, "/api/webhooks", { url: receiver.url, event_types: ["case.create"] });
  await createCase(server);
  await expect.poll(() => receiver.received.length, SLOWLY).toBe(1);
  expect(await server.stop()).toBe(lane === "next" ? 143 : 0);
  const db = await openClient(database);
  const [job] = await db.job.findMany({ where: { kind: "webhook.deliver" } });
  expect(job).toMatchObject({ status: "waiting", attempts: 0, leaseToken: null });
  await db.$disconnect();
  await receiver.close();
  await database.drop();
});
