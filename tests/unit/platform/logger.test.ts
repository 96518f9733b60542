import { Writable } from "node:stream";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { toProblemResponse } from "@/lib/http/problem";
import { AppError } from "@/lib/kernel/app-error";
import { getLogger } from "@/lib/platform/logger";
import { parseSettings } from "@/lib/platform/settings";

const output = vi.hoisted(() => ({ lines: [] as string[] }));

/** The real logger, writing where the test can read. */
vi.mock("pino", async (importActual) => {
  const { default: pino } = await importActual<typeof import("pino")>();
  const sink = new Writable({
    write: (chunk, _, done) => {
      output.lines.push(String(chunk));
      done();
    },
  });
  const open = (options: object) => pino(options, sink);
  const { stdTimeFunctions, stdSerializers } = pino;
  return { default: Object.assign(open, { stdTimeFunctions, stdSerializers }) };
});

const CANARY = "canary-4711";
const request = new Request("http://127.0.0.1/api/workflows");

beforeEach(() => {
  output.lines = [];
  const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };
  const settings = parseSettings({ LOG_LEVEL: "trace" });
  registry.__controlTower = new Map([["settings", settings]]);
});

function logged(): string {
  return output.lines.join("");
}

describe("the logger", () => {
  it("writes one line of JSON with level and time, and nothing about the machine", () => {
    getLogger().info({ requestId: "r1" }, "hello");
    const line = JSON.parse(logged());
    expect(line).toEqual({ level: 30, time: expect.any(String), requestId: "r1", msg: "hello" });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT.+Z$/);
  });

  const names = ["authorization", "cookie", "apiKey", "key", "password", "secret", "patient"];
  it.each(names)("never writes %s, at whatever depth", (name) => {
    const at = (depth: number): object =>
      depth === 0 ? { [name]: CANARY } : { inner: at(depth - 1) };
    for (const depth of [0, 1, 2, 3, 4, 5]) {
      getLogger().error(at(depth), "x");
    }
    expect(output.lines).toHaveLength(6);
    expect(logged()).not.toContain(CANARY);
  });

  it.each(["authorization", "cookie", "x-api-key"])("never writes the header %s", (name) => {
    getLogger().error({ headers: { [name]: CANARY } }, "x");
    getLogger().error({ req: { headers: { [name]: CANARY } } }, "x");
    expect(logged()).not.toContain(CANARY);
  });

  it("never writes a case's patient, also from a list or an audit entry", () => {
    const attributes = { patient: { initials: CANARY, last4: CANARY } };
    getLogger().warn({ case: { attributes } }, "x");
    getLogger().warn({ cases: [{ attributes }] }, "x");
    getLogger().warn({ entry: { after: { attributes } } }, "x");
    expect(logged()).not.toContain(CANARY);
  });
});

describe("an unexpected error", () => {
  it("is logged with its request and its stack, and told without them", async () => {
    const response = toProblemResponse(new TypeError(`x is ${CANARY}`), request, "r-1");
    expect(await response.text()).not.toContain(CANARY);
    expect(JSON.parse(logged())).toMatchObject({ requestId: "r-1", err: { type: "TypeError" } });
  });

  it("an error of the caller's is not logged", () => {
    toProblemResponse(new AppError("not_found", "no"), request, "r-1");
    expect(logged()).toBe("");
  });
});
