import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Contract } from "@/lib/contracts/contract";
import {
  createWebhookContract,
  getWebhookContract,
  listDeliveriesContract,
  listWebhooksContract,
  replayDeadDeliveriesContract,
  replayDeliveryContract,
  rotateWebhookSecretContract,
  testWebhookContract,
  updateWebhookContract,
} from "@/lib/contracts/webhooks";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, FIRST_GATE, get, post, setGate } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { answerWith, type Receiver, startReceiver } from "./support/receiver";
import { useServer } from "./support/use-server";

/** Seven attempts without a pause. */
const ENV = { WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8", WEBHOOK_RETRY_SECONDS: "0,0,0,0,0,0" };
const SLOWLY = { timeout: 20_000 };

describe.each(LANES)("webhooks over %s", (lane) => {
  const server = useServer({ lane, env: ENV });
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
  });

  beforeEach(async () => {
    answerWith(receiver, 200);
    for (const { id } of (await get(server, "/api/webhooks?limit=100")).webhooks) {
      await request(server, "DELETE", `/api/webhooks/${id}`);
    }
    receiver.received.length = 0;
  });

  afterAll(() => receiver.close());

  async function call(contract: Contract, path: string, body?: unknown) {
    const answer = await request(server, contract.method as ApiMethod, path, body);
    return expectSuccess(answer, contract);
  }
  const create = (fields: object = {}) =>
    call(createWebhookContract, "/api/webhooks", { url: `${receiver.url}/hooks`, ...fields });
  const deliveriesOf = async (id: string) =>
    (await call(listDeliveriesContract, `/api/webhooks/${id}/deliveries`)).deliveries;
  const statusOf = async (id: string) => (await deliveriesOf(id))[0]?.status;

  test("an endpoint is made, read, listed, changed and removed; its secret is shown once", async () => {
    const made = await create({ event_types: ["case.*", "gate.authorize"], description: "ERP" });
    const { secret, ...shown } = made;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await call(getWebhookContract, `/api/webhooks/${made.id}`)).toEqual(shown);
    const changed = await call(updateWebhookContract, `/api/webhooks/${made.id}`, {
      event_types: ["*"],
    });
    expect(changed).toMatchObject({ event_types: ["*"], description: "ERP", version: 2 });
    const list = await request(server, "GET", "/api/webhooks");
    expectSuccess(list, listWebhooksContract);
    expect(list.text).not.toContain(secret);
    expect(list.json.webhooks.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    expect((await request(server, "DELETE", `/api/webhooks/${made.id}`)).status).toBe(200);
    expectProblem(await request(server, "GET", `/api/webhooks/${made.id}`), { status: 404 });
    expect(JSON.stringify(await get(server, "/api/audit?limit=100"))).not.toContain(secret);
  });

  test("pages of endpoints and deliveries follow each other", async () => {
    const made = [await create(), await create(), await create()];
    await create();
    const first = await request(server, "GET", "/api/webhooks?limit=1");
    const second = await request(
      server,
      "GET",
      `/api/webhooks?limit=3&cursor=${first.json.next_cursor}`,
    );
    expect(second.json.webhooks.map(({ id }: { id: string }) => id)).toEqual(
      made.map(({ id }) => id).reverse(),
    );
    expect(second.json.next_cursor).toBeNull();
  });

  test("a change reaches the endpoint, signed, as a CloudEvent without patient data", async () => {
    const { id, secret } = await create({ event_types: ["case.create"] });
    const { id: caseId } = await createCase(server, { name: "Jane Doe, lisinopril 10 mg" });
    await setGate(server, FIRST_GATE);
    await expect.poll(() => receiver.received.length, SLOWLY).toBe(1);
    await expect.poll(() => statusOf(id), SLOWLY).toBe("delivered");
    const [{ headers, body, path } = { headers: {}, body: "", path: "" }] = receiver.received;
    expect(path).toBe("/hooks");
    expect(headers["content-type"]).toMatch(/^application\/cloudevents\+json\b/);
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      specversion: "1.0",
      id: headers["webhook-id"],
      source: expect.any(String),
      type: "controltower.case.create",
      subject: `case/${caseId}`,
      time: expect.stringMatching(/Z$/),
      datacontenttype: "application/json",
      data: {
        type: "case.create",
        time: expect.stringMatching(/Z$/),
        site_id: "default",
        subject: { type: "case", id: String(caseId) },
        case_id: caseId,
        actor: { kind: "user", id: "user:demo" },
        data: { before: {}, after: { queue: "data_entry", tasks: 2 } },
      },
    });
    expect(body).not.toMatch(/jane|lisinopril/i);
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(receiver.received).toHaveLength(1);
  });

  test("a receiver that fails five times gets the very same on the sixth attempt", async () => {
    answerWith(receiver, 500, 503, 404, 302, 429, 204);
    const { id, secret } = await create({ event_types: ["case.create"] });
    await createCase(server);
    await expect.poll(() => statusOf(id), SLOWLY).toBe("delivered");
    const [delivery] = await deliveriesOf(id);
    expect(delivery).toMatchObject({ attempts: 6, last_status: 204, last_error: null });
    expect(receiver.received).toHaveLength(6);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    for (const { body, headers } of receiver.received) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(delivery.body);
    }
  });

  test("after the last attempt a delivery is dead; replayed one by one or all at once it arrives", async () => {
    answerWith(receiver, 500);
    const { id } = await create({ event_types: ["case.create"] });
    await createCase(server);
    await createCase(server);
    const statuses = async () =>
      (await deliveriesOf(id)).map(({ status }: { status: string }) => status);
    await expect.poll(statuses, SLOWLY).toEqual(["dead", "dead"]);
    const [second, first] = await deliveriesOf(id);
    expect(second).toMatchObject({ attempts: 7, last_status: 500, next_attempt_at: null });
    expect(receiver.received).toHaveLength(14);
    const dead = await get(server, `/api/webhooks/${id}/deliveries?status=dead&limit=1`);
    expect(dead.deliveries).toEqual([second]);
    answerWith(receiver, 200);
    const path = `/api/webhooks/${id}/deliveries/${first.id}/replay`;
    const replayed = await call(replayDeliveryContract, path);
    expect(replayed).toMatchObject({ status: "waiting", event_id: first.event_id, attempts: 0 });
    await expect.poll(statuses, SLOWLY).toEqual(["dead", "delivered"]);
    const rest = await call(replayDeadDeliveriesContract, `/api/webhooks/${id}/replay`);
    expect(rest).toEqual({ replayed: 1, has_more: false });
    await expect.poll(statuses, SLOWLY).toEqual(["delivered", "delivered"]);
    expect(receiver.received).toHaveLength(16);
    expect(receiver.received.at(-1)?.headers["webhook-id"]).toBe(second.event_id);
  });

  test("while a secret is rotated both sign, and a repetition of the request shows it again", async () => {
    const { id, secret: old } = await create({ event_types: ["case.create"] });
    const path = `/api/webhooks/${id}/rotate-secret`;
    const headers = { "idempotency-key": `rotate-${lane}` };
    const rotated = await request(server, "POST", path, undefined, headers);
    const { secret: fresh, ...shown } = expectSuccess(rotated, rotateWebhookSecretContract);
    expect(fresh).not.toBe(old);
    expect(shown.previous_secret_expires_at).not.toBeNull();
    const again = await request(server, "POST", path, undefined, headers);
    expect(again.text).toBe(rotated.text);
    await createCase(server);
    await expect.poll(() => receiver.received.length, SLOWLY).toBe(1);
    const [{ body, headers: sent } = { body: "", headers: {} }] = receiver.received;
    for (const secret of [old, fresh]) {
      expect(new Webhook(secret).verify(body, sent)).toMatchObject({ specversion: "1.0" });
    }
  });

  test("a test event arrives whatever the endpoint asks for", async () => {
    const { id, secret } = await create({ event_types: ["rule.create"] });
    await call(testWebhookContract, `/api/webhooks/${id}/test`);
    await expect.poll(() => receiver.received.length, SLOWLY).toBe(1);
    const [{ body, headers } = { body: "", headers: {} }] = receiver.received;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: "controltower.webhook.test",
    });
  });

  test("410 Gone ends the delivery and disables the endpoint; nothing more is sent there", async () => {
    answerWith(receiver, 410);
    const { id } = await create();
    await createCase(server);
    await expect.poll(() => statusOf(id), SLOWLY).toBe("dead");
    expect((await get(server, `/api/webhooks/${id}`)).is_enabled).toBe(false);
    const { entries } = await get(server, "/api/audit?limit=10");
    expect(entries.map(({ action }: { action: string }) => action)).toContain("webhook.disable");
    const { id: caseId } = await createCase(server);
    expectProblem(await request(server, "POST", `/api/webhooks/${id}/test`), { status: 409 });
    // Events are passed on to those that are enabled at that moment.
    const told = async () => (await get(server, `/api/events?case_id=${caseId}`)).events.length;
    await expect.poll(told, SLOWLY).toBe(1);
    expect(receiver.received).toHaveLength(1);
    const enabled = await request(server, "PATCH", `/api/webhooks/${id}`, { is_enabled: true });
    expect(enabled.json).toMatchObject({ is_enabled: true, version: 3 });
  });

  test("what waits for an endpoint is cancelled when it is disabled", async () => {
    let open = () => {};
    receiver.answer = (_, response) => {
      open = () => response.writeHead(500).end();
    };
    const { id } = await create({ event_types: ["case.create"] });
    await createCase(server);
    await expect.poll(() => receiver.received.length, SLOWLY).toBe(1);
    const disabled = await request(server, "PATCH", `/api/webhooks/${id}`, { is_enabled: false });
    expect(disabled.json.is_enabled).toBe(false);
    open();
    await expect.poll(() => statusOf(id), SLOWLY).toBe("cancelled");
    await post(server, "/api/workflows", { name: "After" });
    expect(receiver.received).toHaveLength(1);
  });

  test("webhooks are not told about webhooks, so a dead one starts no circle", async () => {
    answerWith(receiver, 500);
    const { id } = await create();
    await createCase(server);
    await expect.poll(() => statusOf(id), SLOWLY).toBe("dead");
    const types = (await deliveriesOf(id)).map((one: { event_type: string }) => one.event_type);
    expect(types).toEqual(["case.create"]);
  });

  test.each([
    ["ftp://example.com/", "url_scheme"],
    ["https://10.0.0.1/", "url_address"],
    ["https://[::1]/", "url_address"],
    ["https://169.254.169.254/latest/meta-data", "url_address"],
    ["https://user:pw@example.com/", "url_credentials"],
    ["not an address", "url_parsing"],
  ])("the address %s is refused when it is given, and when it is changed", async (url, code) => {
    const errors = [`body.url ${code}`];
    expectProblem(await request(server, "POST", "/api/webhooks", { url }), { status: 422, errors });
    const { id } = await create();
    const patched = await request(server, "PATCH", `/api/webhooks/${id}`, { url });
    expectProblem(patched, { status: 422, errors });
  });

  test.each([[[]], [["Case.create"]], [["case*"]], [["*.create"]], [[""]]])(
    "the types %j are refused",
    async (event_types) => {
      const body = { url: "https://example.com/", event_types };
      expectProblem(await request(server, "POST", "/api/webhooks", body), { status: 422 });
    },
  );
});
