import { beforeAll, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { type ApiAnswer, request } from "../support/api";
import { availableDatabases } from "../support/test-database";
import { createCase, get } from "./support/cases";
import { exampleOf, withEachTextAs } from "./support/example";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { createFixture, type Fixture } from "./support/fixture";
import { fillIn } from "./support/row";
import { useDatabaseServer } from "./support/use-database-server";

const DEPTH = 10_000;
const WITH_BODY = allContracts
  .filter(({ body }) => body)
  .map((contract) => [`${contract.method} ${contract.path}`, contract] as const);

const NASTY_TEXTS = [
  ["NUL", "a\u0000b"],
  ["a lone surrogate", "a\uD800b"],
  ["a backslash-u that is no escape", "\\u0000 \\ud800"],
  ["four-byte characters", "💊".repeat(20)],
  ["markup and quotes", `<script>alert("1")</script>' OR 1=1; --`],
  ["control characters", "\u0001\u001B[31m\u007F\u2028\uFEFF"],
  ["a template", "{{7*7}} %s %n %5C"],
] as const;

const deep = (open: string, close: string) => open.repeat(DEPTH) + close.repeat(DEPTH);
const deepObject = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;

/** Values of an event's payload, as raw JSON. */
const NASTY_PAYLOADS = [
  ["10,000 nested lists", `{"a":${deep("[", "]")}}`],
  ["10,000 nested objects", deepObject],
  ["a number beyond every double", '{"a":1e400}'],
  ["a number of 400 digits", `{"a":${"9".repeat(400)}}`],
  ["a tiny number", '{"a":1e-400,"b":5e-324}'],
  ["a key twice", '{"a":1,"a":2}'],
  ["constructor.prototype", '{"constructor":{"prototype":{"polluted":true}}}'],
  ["an empty key", '{"":1}'],
  ["a key with NUL", '{"a\\u0000b":1}'],
  ["a key with half a surrogate pair", '{"\\ud800":1}'],
  ["10,000 keys", JSON.stringify(Object.fromEntries([...Array(DEPTH).keys()].map((i) => [i, i])))],
] as const;

const ODD_TIMES = [
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "0999-12-31T23:59:59Z",
  "9999-12-31T23:59:59.999-14:00",
  "2030-02-30T00:00:00Z",
  "2030-12-31T23:59:60Z",
];

describe.each(await availableDatabases())("odd values on $provider", (available) => {
  const server = useDatabaseServer(available);
  let fixture: Fixture;

  beforeAll(async () => {
    fixture = await createFixture(server);
  });

  const send = (contract: Contract, body: unknown) =>
    request(server, contract.method, fillIn(contract.path, fixture.ids), body);

  /** Taken, or refused as the caller's fault; never the server's. */
  function expectNoFault(answer: ApiAnswer, contract: Contract, what: string): void {
    expect(answer.status, `${what}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
    if (answer.status < 300) {
      expectSuccess(answer, contract);
    } else {
      expectProblem(answer, { status: answer.status });
    }
  }

  describe.each(NASTY_TEXTS)("%s", (_, text) => {
    test.each(WITH_BODY)("in any text of %s is no fault of the server", async (__, contract) => {
      for (const body of withEachTextAs(exampleOf(contract.body as never, fixture.known), text)) {
        expectNoFault(await send(contract, body), contract, JSON.stringify(body));
      }
    });

    test("comes back as it was sent, or is refused", async () => {
      const body = { name: text, description: text, attributes: { [text]: text } };
      const answer = await request(server, "POST", "/api/workflows", body);
      expect([201, 422], answer.text).toContain(answer.status);
      if (answer.status === 201) {
        const stored = await get(server, `/api/workflows/${answer.json.id}`);
        // An attribute that nobody declared is shown masked.
        expect(stored).toMatchObject({ ...body, attributes: { [text]: null } });
      }
    });
  });

  test.each(NASTY_PAYLOADS)("%s in a payload is stored as sent or refused", async (_, payload) => {
    const { id } = await createCase(server);
    const path = `/api/workflows/${id}/events`;
    const body = Buffer.from(`{"event_type":"note","payload":${payload}}`);
    const answer = await request(server, "POST", path, body);
    expect([201, 422], answer.text.slice(0, 300)).toContain(answer.status);
    const events = await get(server, path);
    expect(events).toHaveLength(answer.status === 201 ? 1 : 0);
    if (answer.status === 201) {
      expect(events[0].payload).toEqual(JSON.parse(payload));
    }
  });

  test("__proto__ in a payload reaches no prototype", async () => {
    const { id } = await createCase(server);
    const evil = '{"__proto__":{"polluted":true,"queue":"will_call"}}';
    const body = Buffer.from(`{"event_type":"note","payload":${evil},${evil.slice(1)}`);
    const answer = await request(server, "POST", `/api/workflows/${id}/events`, body);
    expect([201, 422], answer.text).toContain(answer.status);
    const next = await createCase(server);
    expect(next.queue).toBe("data_entry");
    expect(JSON.stringify(next)).not.toContain("polluted");
  });

  test("deep nesting in any body is no fault of the server", async () => {
    for (const [name, contract] of WITH_BODY) {
      for (const value of [deep("[", "]"), deepObject]) {
        const fields = ["attributes", "payload", "metadata", "name", "body"];
        const text = `{${fields.map((field) => `"${field}":${value}`).join(",")}}`;
        for (const body of [value, text]) {
          const answer = await send(contract, Buffer.from(body));
          expect(answer.status, `${name}: ${answer.text}`).toBeLessThan(500);
        }
      }
    }
  });

  test.each(ODD_TIMES)("a promise at %s is kept or refused", async (promised_at) => {
    const answer = await request(server, "POST", "/api/workflows", { name: "A", promised_at });
    expect([201, 422], answer.text).toContain(answer.status);
    for (const path of ["/api/workflows", "/dashboard/api/workflows", "/api/dashboard/board"]) {
      expect([path, (await request(server, "GET", path)).status]).toEqual([path, 200]);
    }
    if (answer.status === 201) {
      expect(new Date(answer.json.promised_at)).toEqual(new Date(promised_at));
      expect(await get(server, `/api/workflows/${answer.json.id}`)).toEqual(answer.json);
    }
  });

  test("the longest texts that are taken are kept whole", async () => {
    const name = "é".repeat(10_000);
    const tasks = [{ name: "😀".repeat(500), assigned_to: "ü".repeat(200) }];
    const body = { name, description: name, initial_tasks: tasks };
    const answer = await request(server, "POST", "/api/workflows", body);
    expect(answer.status, answer.text.slice(0, 300)).toBe(201);
    expect(answer.json).toMatchObject({ name, description: name, tasks });
    const events = `/api/workflows/${answer.json.id}/events`;
    const event_type = "漢".repeat(190);
    expect((await request(server, "POST", events, { event_type })).status).toBe(201);
    const payload = { text: "ß".repeat(16_000) };
    expect((await request(server, "POST", events, { event_type, payload })).status).toBe(201);
    expect((await get(server, events))[1]).toMatchObject({ event_type, payload });
  });

  test.each([
    "/api/workflows?queue=%00",
    "/api/dashboard/workflows?queue=a%00b",
    "/api/dashboard/board?search=%00",
    "/api/dashboard/board?search=%25_%5C%27%22",
    "/api/dashboard/board?search=%F0%9F%92%8A",
    "/api/dashboard/automation/pending?cursor=WyIyMDI2LTAxLTAxVDAwOjAwOjAwLjAwMFoiLCJcdTAwMDAiXQ",
    "/api/dashboard/automation/pending?cursor=WyItMjcxODIxLTA0LTIwVDAwOjAwOjAwWiIsImEiXQ",
    "/api/dashboard/automation/pending?cursor=WyIrMjc1NzYwLTA5LTEzVDAwOjAwOjAwWiIsImEiXQ",
    // ["0000-01-01T00:00:00.000Z","a"], of three lists
    "/api/dashboard/automation/pending?cursor=WyIwMDAwLTAxLTAxVDAwOjAwOjAwLjAwMFoiLCJhIl0",
    "/api/governance/approvals?cursor=WyIwMDAwLTAxLTAxVDAwOjAwOjAwLjAwMFoiLCJhIl0",
    "/api/audit/holds?cursor=WyIwMDAwLTAxLTAxVDAwOjAwOjAwLjAwMFoiLCJhIl0",
    // [8640000000000000,"a"]
    "/api/keys?cursor=Wzg2NDAwMDAwMDAwMDAwMDAsImEiXQ",
    ...ODD_TIMES.flatMap((time) => [`/api/audit?from=${time}`, `/api/audit?to=${time}`]),
    "/api/audit?case_id=9007199254740991",
    "/api/audit?case_id=-1",
  ])("%s is answered or refused", async (path) => {
    const answer = await request(server, "GET", path);
    expect([200, 422], answer.text).toContain(answer.status);
  });

  test("a proposal asked for by NUL is not found", async () => {
    for (const act of ["decide", "execute"]) {
      const path = `/api/dashboard/automation/a%00b/${act}`;
      const answer = await request(server, "POST", path, { decision: "approve" });
      expect([404, 422], answer.text).toContain(answer.status);
    }
  });
});
