import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import { openApiDocument } from "@/lib/http/openapi";
import { type ApiMethod, request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { sqlite } from "../support/test-database";
import type { Json, Known } from "./support/arbitrary-of";
import { KEYS, PRODUCTION } from "./support/keys";
import { type FuzzRequest, type Operation, operationsOf, requestsTo } from "./support/operation";
import { prepareFuzz } from "./support/prepare-fuzz";

const REQUESTS = 200;
const AT_ONCE = 8;
const SEED = 20_261_122;
const METHODS: readonly ApiMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

// Exactly what GET /api/openapi.json answers with; read here so that each operation is a test.
const document: Json = JSON.parse(JSON.stringify(openApiDocument()));
const operations = operationsOf(document);
const isPublic = ({ operation }: Operation) => operation.security?.length === 0;
const isDemoOnly = ({ operation }: Operation) =>
  allContracts.find(({ operationId }) => operationId === operation.operationId)?.demoOnly === true;
/** Only a signed-in person can succeed with these, and the fuzzer comes with a key. */
const PERSONAL = /^\/api\/(session\/|keys\/own|governance\/(break-glass|approvals\/)|oauth\/)/;
const isPersonal = ({ path }: Operation) => PERSONAL.test(path);
const named = (list: readonly Operation[]) =>
  list.map((one) => [`${one.method} ${one.path}`, one] as const);

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: false }));
ajv.addSchema(document, "document");

/** What the others need is gone after these. */
function removersLast(a: Operation, b: Operation): number {
  const removes = ({ method, path }: Operation) =>
    method === "DELETE" || path.endsWith("/reset") || path.endsWith("/kill-switch");
  return Number(removes(a)) - Number(removes(b));
}

const MODES = [
  {
    mode: "production",
    env: { ...PRODUCTION, FOUR_EYES: "off" },
    key: KEYS.admin,
    fuzzed: operations.toSorted(removersLast),
  },
  {
    mode: "demo",
    env: {},
    key: undefined,
    fuzzed: operations.filter(isDemoOnly).sort(removersLast),
  },
] as const;

describe.each(MODES)("in $mode mode", ({ mode, env, key, fuzzed }) => {
  let server: RunningServer;
  let known: Known;
  const reached = new Set<string>();
  const own = key ? { "x-api-key": key } : undefined;
  beforeAll(async () => {
    server = await startServer({ env: { ...env, ...(key && { DATABASE_URL: await migrated() }) } });
    known = await prepareFuzz(server, own ?? {});
  });
  afterAll(() => server.stop());

  test.each(named(fuzzed))("%s answers as it declares, whatever it is sent", async (_, one) => {
    const requests = fc.sample(requestsTo(one, { document, known }), {
      numRuns: REQUESTS,
      seed: SEED,
    });
    const faults = new Set<string>();
    const queue = [...requests];
    const work = async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const headers = { ...next.headers, ...own };
        const { fault, isSuccess } = await send(server, one, { ...next, headers });
        if (fault) {
          faults.add(fault);
        }
        if (isSuccess) {
          reached.add(one.operation.operationId);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await endTimeLapse(server);
    expect([...faults].slice(0, 5)).toEqual([]);
  });

  test("and the requests were good enough to succeed nearly everywhere", () => {
    const possible = fuzzed.filter(
      (one) => mode === "demo" || !(isDemoOnly(one) || isPersonal(one)),
    );
    expect(reached.size / possible.length).toBeGreaterThan(0.8);
  });
});

describe("the edges of every endpoint", () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      env: { ...PRODUCTION, FOUR_EYES: "off", DATABASE_URL: await migrated() },
    });
  });
  afterAll(() => server.stop());
  const addressOf = (path: string) => path.replace(/\{\w+\}/g, "1");

  test.each(Object.keys(document.paths))(
    "%s refuses the methods it does not declare",
    async (path) => {
      const declared = operations.filter((one) => one.path === path).map(({ method }) => method);
      const headers = { "x-api-key": KEYS.admin };
      for (const method of METHODS.filter((other) => !declared.includes(other))) {
        const answer = await request(server, method, addressOf(path), undefined, headers);
        expect([method, answer.status]).toEqual([method, 405]);
        const allowed = answer.headers.get("allow")?.split(", ") ?? [];
        expect(allowed.sort()).toEqual(declared.sort());
      }
    },
  );

  test.each(named(operations.filter((one) => !isPublic(one))))(
    "%s asks for a key first",
    async (_, one) => {
      const body = one.operation.requestBody ? { any: "thing" } : undefined;
      const method = one.method as ApiMethod;
      expect((await request(server, method, addressOf(one.path), body)).status).toBe(401);
      const wrong = { "x-api-key": "wrong" };
      expect((await request(server, method, addressOf(one.path), body, wrong)).status).toBeOneOf([
        401, 429,
      ]);
    },
  );
});

/** It would play its days beside whatever is sent next. */
async function endTimeLapse(server: RunningServer): Promise<void> {
  const { json } = await request(server, "GET", "/api/dashboard/time-lapse");
  const job = (json as { job?: { id: number; status: string } }).job;
  if (job && ["waiting", "running"].includes(job.status)) {
    await request(server, "POST", `/api/jobs/${job.id}/cancel`);
  }
}

interface Sent {
  /** what is wrong with the answer, with the request that it came to; null when it is as declared */
  fault: string | null;
  isSuccess: boolean;
}

async function send(server: RunningServer, one: Operation, sent: FuzzRequest): Promise<Sent> {
  const response = await fetch(server.url + sent.path, {
    method: one.method,
    headers: sent.headers,
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
    ...(sent.body !== undefined && { body: sent.body }),
  });
  const fault = await faultOf(one, response);
  return {
    fault: fault && `${fault} for ${JSON.stringify(sent).slice(0, 600)}`,
    isSuccess: response.ok,
  };
}

async function faultOf(one: Operation, response: Response): Promise<string | null> {
  const { status } = response;
  const declared = one.operation.responses[status];
  const types = Object.keys(declared?.content ?? {});
  const sentAs = response.headers.get("content-type") ?? "";
  const type = types.find((name) => sentAs.startsWith(name));
  if (type === "text/event-stream") {
    await response.body?.cancel();
    return null;
  }
  const text = await response.text();
  if (status >= 500 || !declared) {
    return `${status} ${text.slice(0, 300)}`;
  }
  if (types.length === 0) {
    return text === "" ? null : `${status} with a body`;
  }
  return type ? contentFault(one, { status, type, text }) : `${status} as ${sentAs}`;
}

function contentFault(
  { method, path }: Operation,
  { status, type, text }: { status: number; type: string; text: string },
): string | null {
  if (type !== "application/json" && type !== "application/problem+json") {
    return null;
  }
  const response = ["paths", path, method.toLowerCase(), "responses", status];
  const fits = validatorAt([...response, "content", type, "schema"]);
  return fits(JSON.parse(text))
    ? null
    : `${status} with another body (${ajv.errorsText(fits.errors)}): ${text.slice(0, 300)}`;
}

/** Compiled once: `ajv.validate` with a new schema each time compiles each time. */
function validatorAt(steps: readonly (string | number)[]): ValidateFunction {
  const pointer = steps
    .map((step) => encodeURIComponent(String(step).replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
  const validator = ajv.getSchema(`document#/${pointer}`);
  if (!validator) {
    throw new Error(`The document has no schema at ${pointer}.`);
  }
  return validator;
}

/** A database that production finds migrated. */
async function migrated(): Promise<string> {
  return (await sqlite.create()).url;
}
