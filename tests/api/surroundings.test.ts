import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";
import { expectProblem } from "./support/expect-answer";

const SIGN_IN = "/api/auth/callback/password";

describe.each(LANES)("a server's surroundings over %s", (lane) => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ lane });
  });
  afterAll(() => server.stop());

  test("a sign-in with broken JSON or a huge body is refused, and is no fault of ours", async () => {
    const broken = await request(server, "POST", SIGN_IN, Buffer.from('{"email": '));
    expectProblem(broken, { status: 422, code: "invalid" });
    const huge = await request(server, "POST", SIGN_IN, { email: "x".repeat(1_000_000) });
    expectProblem(huge, { status: 413, code: "too_large" });
  });

  test("a page whose name was made to point here cannot change the demo", async () => {
    const status = await statusWithHost(server, "evil.example");
    expect(status).toBe(403);
    expect(await statusWithHost(server, "localhost")).toBe(200);
  });
});

test("a client that never finishes its request does not hold up the stop", async () => {
  const server = await startServer();
  const socket = connect(server.port, "127.0.0.1");
  await new Promise((resolve) => socket.write("GET /health HTTP/1.1\r\nHost: local", resolve));
  socket.on("error", () => undefined);
  expect(await server.stop()).toBe(0);
  socket.destroy();
});

/** `fetch` does not let a caller choose the Host header, so this speaks HTTP by hand. */
function statusWithHost(server: RunningServer, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    socket.once("error", reject);
    socket.once("data", (data) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1]));
      socket.destroy();
    });
    const headers = [`Host: ${host}:${server.port}`, `Origin: http://${host}:${server.port}`];
    socket.write(
      [
        "POST /api/dashboard/seed HTTP/1.1",
        ...headers,
        "Sec-Fetch-Site: same-origin",
        "Content-Length: 0",
        "",
        "",
      ].join("\r\n"),
    );
  });
}
