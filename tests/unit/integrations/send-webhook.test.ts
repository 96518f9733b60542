import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendWebhook } from "@/lib/integrations/webhooks/send-webhook";
import { type Receiver, startReceiver } from "../../api/support/receiver";

const HERE = ["127.0.0.0/8", "::1/128"];

describe("sending a webhook", () => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
  });

  afterAll(() => receiver.close());

  const send = (url: string, allowedNetworks: readonly string[]) =>
    sendWebhook(
      { url, body: '{"a":"ä"}', headers: { "webhook-id": "evt_1" }, allowedNetworks },
      new AbortController().signal,
    );
  const port = () => new URL(receiver.url).port;

  test("posts the very text as a CloudEvent", async () => {
    expect(await send(`${receiver.url}/hooks?a=1`, HERE)).toEqual({
      kind: "answered",
      status: 200,
    });
    expect(receiver.received.at(-1)).toMatchObject({
      path: "/hooks?a=1",
      body: '{"a":"ä"}',
      headers: {
        "webhook-id": "evt_1",
        "content-type": "application/cloudevents+json; charset=utf-8",
      },
    });
  });

  test.each([
    ["a name that stands for this machine", "localhost", []],
    ["its address", "127.0.0.1", []],
    ["its address in IPv6 clothes", "[::ffff:127.0.0.1]", []],
    ["its address as a number", "2130706433", []],
    ["a name, while another network is allowed", "localhost", ["10.0.0.0/8"]],
  ])("knocks on no door inside the house: %s", async (_, host, allowed) => {
    const before = receiver.received.length;
    const result = await send(`http://${host}:${port()}/`, allowed);
    expect(result).toMatchObject({
      kind: "failed",
      error: expect.stringMatching(/not a public address/),
    });
    expect(receiver.received).toHaveLength(before);
  });

  test("looks names up for https as well", async () => {
    const result = await send(`https://localhost:${port()}/`, []);
    expect(result).toMatchObject({
      kind: "failed",
      error: expect.stringMatching(/not a public address/),
    });
  });

  test("takes a name whose addresses are allowed", async () => {
    const result = await send(`http://localhost:${port()}/`, HERE);
    expect(result).toEqual({ kind: "answered", status: 200 });
  });

  test("follows no redirect", async () => {
    const before = receiver.received.length;
    receiver.answer = (_, response) => {
      response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
    };
    expect(await send(receiver.url, HERE)).toEqual({ kind: "answered", status: 302 });
    expect(receiver.received).toHaveLength(before + 1);
  });

  test("does not listen to an endless answer", async () => {
    receiver.answer = (_, response) => {
      response.writeHead(200);
      const talk = setInterval(() => response.write("x".repeat(1024)), 1);
      response.on("close", () => clearInterval(talk));
    };
    expect(await send(receiver.url, HERE)).toEqual({ kind: "answered", status: 200 });
  });

  test("says what went wrong when nobody answers, or hangs up", async () => {
    receiver.answer = (_, response) => {
      response.destroy();
    };
    expect(await send(receiver.url, HERE)).toMatchObject({
      kind: "failed",
      error: expect.stringMatching(/socket hang up/),
    });
    expect(await send("http://127.0.0.1:1/", HERE)).toMatchObject({
      kind: "failed",
      error: expect.stringMatching(/ECONNREFUSED/),
    });
    expect(await send("http://no-such-host.invalid/", HERE)).toMatchObject({
      kind: "failed",
      error: expect.stringMatching(/no-such-host\.invalid/),
    });
  });

  test.each([
    [
      "switches to another protocol",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      { kind: "answered", status: 101 },
    ],
    ["breaks off in the head of its answer", "HTTP/1.1 200 OK\r\nContent-", { kind: "failed" }],
  ])("has a result when the receiver %s", async (_, answer, result) => {
    const odd = net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () =>
        result.kind === "failed" ? socket.end(answer) : socket.write(answer),
      );
    });
    await new Promise<void>((resolve) => {
      odd.listen(0, "127.0.0.1", resolve);
    });
    const { port } = odd.address() as AddressInfo;
    expect(await send(`http://127.0.0.1:${port}/`, HERE)).toMatchObject(result);
    await new Promise((resolve) => odd.close(resolve));
  });

  test("stops at once when it is called off", async () => {
    receiver.answer = () => undefined;
    const aborter = new AbortController();
    const message = { url: receiver.url, body: "{}", headers: {}, allowedNetworks: HERE };
    const sending = sendWebhook(message, aborter.signal);
    setTimeout(() => aborter.abort(), 50);
    expect((await sending).kind).toBe("failed");
    expect((await sendWebhook(message, aborter.signal)).kind).toBe("failed");
  });
});
