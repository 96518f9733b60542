import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listStreamEventsContract } from "@/lib/contracts/events";
import { request } from "../support/api";
import { LANES, startServer } from "../support/server";
import { sqlite, type TestDatabase } from "../support/test-database";
import { createCase, decide, FIRST_GATE, get, post, propose, setGate } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { factsOf, follow } from "./support/follow";
import { KEYS, PRODUCTION } from "./support/keys";
import { type ServerUnderTest, useServer } from "./support/use-server";

/** One reader has 50 streams at most. */
const MANY_KEYS = Array.from({ length: 10 }, (_, i) =>
  createHash("sha256").update(`test key of reader ${i}`).digest("hex"),
);
const MANY = Object.fromEntries(
  MANY_KEYS.map((key, i) => [`BLADNIR_KEY_READER_${i}`, `${key}:read_only`]),
);
const STREAM = "/api/events/stream";

/** What the stream should have told, by the trail it is made from. */
async function auditAfter(server: ServerUnderTest, id: number): Promise<string[]> {
  const actions: string[] = [];
  for (let cursor = ""; ; ) {
    const page = await get(server, `/api/audit?limit=100${cursor}`);
    for (const entry of page.entries) {
      if (entry.id <= id) {
        return actions.reverse();
      }
      actions.push(entry.action);
    }
    if (page.next_cursor === null) {
      return actions.reverse();
    }
    cursor = `&cursor=${page.next_cursor}`;
  }
}

/** Everything that was committed so far has been told. */
async function untilTold(server: ServerUnderTest): Promise<void> {
  const { length } = await auditAfter(server, 0);
  const told = async () => (await get(server, "/api/events?limit=100")).events.length;
  await expect.poll(told).toBe(Math.min(length, 100));
}

async function newestAudit(server: ServerUnderTest): Promise<number> {
  return (await get(server, "/api/audit?limit=1")).entries[0]?.id ?? 0;
}

describe.each(LANES)("events over %s", (lane) => {
  const server = useServer({ lane });

  test("a follower hears of each change at once, in order and without patient data", async () => {
    await untilTold(server);
    const follower = await follow(server);
    await follower.ready;
    const before = await newestAudit(server);
    const { id } = await createCase(server, { name: "Jane Doe, lisinopril 10 mg" });
    await setGate(server, FIRST_GATE);
    const proposal = await propose(server, id);
    await decide(server, proposal);
    await post(server, `/dashboard/api/automation/${proposal}/execute`);
    await expect.poll(() => factsOf(follower).at(-1)?.type).toBe("proposal.execute");
    const facts = factsOf(follower);
    follower.disconnect();
    expect(facts.map(({ type }) => type)).toEqual(await auditAfter(server, before));
    expect(facts.at(-1)?.data).toMatchObject({
      id: facts.at(-1)?.id,
      type: "proposal.execute",
      case_id: id,
      subject: { type: "execution" },
      actor: { kind: "user", id: "user:demo" },
      data: { before: { queue: "data_entry" }, after: { queue: "pre_verification" } },
    });
    expect(JSON.stringify(facts)).not.toMatch(/jane|lisinopril|move on/i);
  });

  test("a client that is cut off again and again gets everything once, in order", async () => {
    const before = await newestAudit(server);
    let follower = await follow(server);
    await follower.ready;
    let lastId = follower.received.at(-1)?.id ?? "";
    const seen: { id: string; type: string }[] = [];
    const take = () => {
      for (const { id, type } of factsOf(follower).splice(0)) {
        seen.push({ id: id ?? "", type });
        lastId = id ?? lastId;
      }
    };
    let isBusy = true;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; i < 15; i += 1) {
        await createCase(server, { name: `W${writer}` });
      }
    });
    const busy = Promise.all(writers).then(() => {
      isBusy = false;
    });
    for (let round = 0; isBusy; round += 1) {
      await sleep((round * 37) % 130);
      follower.disconnect();
      await follower.ended;
      take();
      follower =
        round % 2
          ? await follow(server, STREAM, { "last-event-id": lastId })
          : await follow(server, `${STREAM}?last_event_id=${lastId}`);
    }
    await busy;
    const expected = await auditAfter(server, before);
    await expect
      .poll(() => seen.length + factsOf(follower).length, { timeout: 10_000 })
      .toBe(expected.length);
    take();
    follower.disconnect();
    expect(seen.map(({ type }) => type)).toEqual(expected);
    const ids = seen.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
  });

  test("a client that is cut off before its first event misses nothing either", async () => {
    const first = await follow(server);
    await first.ready;
    const [ready] = first.received;
    first.disconnect();
    await first.ended;
    const { id } = await createCase(server);
    const second = await follow(server, STREAM, { "last-event-id": ready?.id ?? "" });
    await expect.poll(() => factsOf(second).map(({ data }) => data.case_id)).toEqual([id]);
    second.disconnect();
  });

  test("types and case_id choose what comes", async () => {
    const everything = await follow(server);
    await everything.ready;
    const { id } = await createCase(server);
    await expect.poll(() => factsOf(everything).at(-1)?.data.case_id).toBe(id);
    everything.disconnect();
    const ofCase = await follow(server, `${STREAM}?case_id=${id}`);
    const ofTypes = await follow(server, `${STREAM}?types=gate.*,task.create`);
    await Promise.all([ofCase.ready, ofTypes.ready]);
    await createCase(server);
    await setGate(server, FIRST_GATE, false);
    await post(server, `/api/workflows/${id}/tasks`, { name: "Call" });
    await expect.poll(() => factsOf(ofTypes).length).toBe(2);
    await expect.poll(() => factsOf(ofCase).length).toBe(1);
    expect(factsOf(ofTypes).map(({ type }) => type)).toEqual(["gate.revoke", "task.create"]);
    expect(factsOf(ofCase).map(({ type }) => type)).toEqual(["task.create"]);
    ofCase.disconnect();
    ofTypes.disconnect();
  });

  test("a position that was never given is answered with a gap, and goes on from now", async () => {
    const follower = await follow(server, STREAM, { "last-event-id": "999999999" });
    await follower.ready;
    const [gap, ready] = follower.received;
    follower.disconnect();
    expect(gap).toMatchObject({ type: "gap", id: null, data: { after: "999999999" } });
    expect(ready?.data.position).toBe(gap?.data.resumed_after);
  });

  test("a client that polls walks through the same events, page by page", async () => {
    const all = await request(server, "GET", "/api/events?limit=100");
    const { events } = expectSuccess(all, listStreamEventsContract);
    const walked: string[] = [];
    let after = 0;
    for (let hasMore = true; hasMore; ) {
      const page = await get(server, `/api/events?limit=7&after=${after}&types=case.create`);
      walked.push(...page.events.map(({ id }: { id: string }) => id));
      after = page.next_after;
      hasMore = page.has_more;
    }
    const cases = events.filter(({ type }: { type: string }) => type === "case.create");
    const ids = cases.map(({ id }: { id: string }) => id);
    expect(walked.slice(0, ids.length)).toEqual(ids);
    expect(ids.length).toBeGreaterThan(7);
  });

  test.each([
    ["last_event_id=x", "query.last_event_id int_parsing"],
    ["last_event_id=-1", "query.last_event_id greater_than_equal"],
    ["types=Proposal", "query.types.0 string_pattern_mismatch"],
    ["types=", "query.types.0 string_pattern_mismatch"],
    ["case_id=1.5", "query.case_id int_parsing"],
  ])("%s is refused", async (query, error) => {
    const answer = await request(server, "GET", `${STREAM}?${query}`);
    expectProblem(answer, { status: 422, errors: [error] });
  });

  test("a Last-Event-ID that is none is refused", async () => {
    const answer = await request(server, "GET", STREAM, undefined, { "last-event-id": "abc" });
    expectProblem(answer, { status: 422, errors: ["header.last-event-id int_parsing"] });
  });

  test("asking for the head of the stream opens none", async () => {
    const answer = await request(server, "HEAD", STREAM);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
  });

  test("with streams open, the process still ends within 5 seconds of SIGTERM", async () => {
    const own = await startServer({ lane });
    const followers = await Promise.all(Array.from({ length: 20 }, () => follow(own)));
    await Promise.all(followers.map(({ ready }) => ready));
    const startedAt = performance.now();
    const code = await own.stop();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await Promise.all(followers.map(({ ended }) => ended));
    expect(code === 0 || code === 143 || code === "SIGTERM").toBe(true);
  });
});

describe("events in production", () => {
  let database: TestDatabase;
  let server: Awaited<ReturnType<typeof startServer>>;

  beforeAll(async () => {
    database = await sqlite.create();
    server = await startServer({ env: { ...PRODUCTION, ...MANY, DATABASE_URL: database.url } });
  });

  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  test("the stream is for those with a key, whatever their role", async () => {
    for (const headers of [{}, { "x-api-key": `${KEYS.admin}x` }]) {
      const answer = await request(server, "GET", STREAM, undefined, headers);
      expectProblem(answer, { status: 401 });
    }
    const follower = await follow(server, STREAM, { "x-api-key": KEYS.read_only });
    await follower.ready;
    follower.disconnect();
  });

  test("one process serves 500 streams and asks the next one to come again", async () => {
    const headers = { "x-api-key": KEYS.read_only };
    const followers = await Promise.all(
      MANY_KEYS.flatMap((key) =>
        Array.from({ length: 50 }, () => follow(server, STREAM, { "x-api-key": key })),
      ),
    );
    await Promise.all(followers.map(({ ready }) => ready));
    const refused = await request(server, "GET", STREAM, undefined, headers);
    expectProblem(refused, { status: 503, code: "unavailable" });
    const admin = { "x-api-key": KEYS.admin };
    await request(server, "POST", "/api/workflows", { name: "Refill" }, admin);
    await expect
      .poll(() => followers.filter((one) => factsOf(one).length === 1).length, { timeout: 10_000 })
      .toBe(500);
    for (const follower of followers) {
      follower.disconnect();
    }
    await expect
      .poll(
        async () => {
          const next = await follow(server, STREAM, headers).catch(() => null);
          next?.disconnect();
          return next !== null;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  });
});
