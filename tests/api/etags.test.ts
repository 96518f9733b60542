import { describe, expect, test } from "vitest";
import { type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, decide, get, propose, setGate } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { useServer } from "./support/use-server";

describe.each(LANES)("entity tags over %s", (lane) => {
  const server = useServer({ lane });
  const read = (path: string, tag?: string) =>
    request(server, "GET", path, undefined, tag === undefined ? {} : { "if-none-match": tag });
  const tagOf = async (path: string) => (await read(path)).headers.get("etag") ?? "";
  const change = (method: ApiMethod, path: string, body: unknown, tag: string) =>
    request(server, method, path, body, { "if-match": tag });
  const newCase = async () => {
    const { id, tasks } = await createCase(server);
    return { id, path: `/api/workflows/${id}`, taskId: tasks[0].id };
  };

  test("a case has a strong tag of its version, which each change moves on", async () => {
    const { id, path } = await newCase();
    expect(await tagOf(path)).toBe(`"case-${id}-1"`);
    await request(server, "POST", `${path}/tasks`, { name: "Call" });
    expect(await tagOf(path)).toBe(`"case-${id}-2"`);
    expect((await read("/api/workflows")).headers.get("etag")).toBeNull();
  });

  test("what a caller has already is answered 304 without a body", async () => {
    const { id, path } = await newCase();
    const tag = await tagOf(path);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const answer = await read(path, known);
      expect([known, answer.status, answer.text]).toEqual([known, 304, ""]);
      expect(answer.headers.get("etag")).toBe(tag);
    }
    for (const other of [`"case-${id}-9"`, "no tag at all"]) {
      expect((await read(path, other)).status).toBe(200);
    }
  });

  test("the dashboard's view has a tag that changes with all it shows", async () => {
    const { id } = await newCase();
    const path = `/dashboard/api/cases/${id}`;
    const before = await tagOf(path);
    expect(before).toMatch(new RegExp(`^"case-${id}-1\\.[0-9a-f]{16}"$`));
    expect((await read(path, before)).status).toBe(304);
    await setGate(server, "kroger.data_entry_to_preverify_insurance");
    await setGate(server, "kroger.data_entry_to_preverify_insurance", false);
    const after = await read(path, before);
    expect([after.status, after.headers.get("etag")?.startsWith(`"case-${id}-1.`)]).toEqual([
      200,
      true,
    ]);
  });

  test("a change of the version that was read goes through, of another it does not", async () => {
    const { id, path, taskId } = await newCase();
    const changes = [
      ["POST", `${path}/tasks`, { name: "Call" }, 201],
      ["POST", `${path}/events`, { event_type: "note" }, 201],
      ["PATCH", `${path}/tasks/${taskId}/state`, "completed", 200],
      [
        "POST",
        `/api/dashboard/cases/${id}/propose`,
        { action_type: "advance_queue", label: "x" },
        200,
      ],
    ] as const;
    for (const [method, address, body, status] of changes) {
      const outdated = await tagOf(path);
      await request(server, "POST", `${path}/events`, { event_type: "somebody was here" });
      const current = await tagOf(path);
      const refused = await change(method, address, body, outdated);
      expectProblem(refused, { status: 412, code: "precondition_failed", detail: "Read it again" });
      expect(refused.headers.get("etag")).toBe(current);
      expect(await tagOf(path)).toBe(current);
      const done = await change(method, address, body, `"other", ${current}`);
      expect([address, done.status]).toEqual([address, status]);
    }
  });

  test("an auto-step and an enterprise action hold to the version, too", async () => {
    await setGate(server, "kroger.data_entry_to_preverify_insurance");
    for (const [path, extra] of [
      ["/api/dashboard/auto-step", {}],
      ["/api/enterprise/execute", { action_type: "advance_queue" }],
    ] as const) {
      const { id, path: casePath } = await newCase();
      const body = { workflow_id: id, ...extra };
      expectProblem(await change("POST", path, body, `"case-${id}-7"`), { status: 412 });
      expect((await get(server, casePath)).queue).toBe("data_entry");
      expect((await change("POST", path, body, `"case-${id}-1"`)).status).toBe(200);
    }
  });

  test("the dashboard's tag is good for a change, a weak one never, * for what exists", async () => {
    const { id, path } = await newCase();
    const add = (tag: string, at = path) =>
      change("POST", `${at}/events`, { event_type: "n" }, tag);
    expectProblem(await add(`W/"case-${id}-1"`), { status: 412 });
    expect((await add(await tagOf(`/api/dashboard/cases/${id}`))).status).toBe(201);
    expect((await add("*")).status).toBe(201);
    expectProblem(await add("*", "/api/workflows/999999999"), { status: 404 });
    expectProblem(await add(`"case-${id}-30"`), { status: 412 });
    for (const malformed of ["", "case-1-1", '"open', '"a" "b"']) {
      expectProblem(await add(malformed), { status: 400, code: "bad_request", detail: "If-Match" });
    }
  });

  test("a proposal has a tag that deciding, deferring and executing hold to", async () => {
    const { id } = await newCase();
    const proposal = await propose(server, id);
    const path = `/api/dashboard/automation/${proposal}`;
    const first = await tagOf(path);
    expect(first).toMatch(new RegExp(`^"proposal-${proposal}-1\\b`));
    expect((await read(path, first)).status).toBe(304);
    await decide(server, proposal, "defer");
    const deferred = await tagOf(path);
    expect(deferred).not.toBe(first);
    for (const decision of ["approve", "reject", "defer"]) {
      const refused = await change("POST", `${path}/decide`, { decision }, first);
      expectProblem(refused, { status: 412 });
      expect(refused.headers.get("etag")).toMatch(new RegExp(`^"proposal-${proposal}-2\\b`));
    }
    expect((await change("POST", `${path}/decide`, { decision: "approve" }, deferred)).status).toBe(
      200,
    );
    expectProblem(await change("POST", `${path}/execute`, {}, deferred), { status: 412 });
    await setGate(server, "kroger.data_entry_to_preverify_insurance");
    const approved = await tagOf(path);
    expect((await change("POST", `${path}/execute`, {}, approved)).status).toBe(200);
    expectProblem(await read("/api/dashboard/automation/nope"), { status: 404 });
  });

  test("of twenty who read the same version one changes it", async () => {
    const { path } = await newCase();
    const tag = await tagOf(path);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => change("POST", `${path}/tasks`, { name: "Call" }, tag)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 412)]);
  });

  test("a request that must happen once is not bound to a version that failed", async () => {
    const { path } = await newCase();
    const send = (tag: string) =>
      request(
        server,
        "POST",
        `${path}/tasks`,
        { name: "Call" },
        { "if-match": tag, "idempotency-key": "etag" },
      );
    const [current, outdated] = [await tagOf(path), '"case-1-99"'];
    expectProblem(await send(outdated), { status: 412 });
    const done = await send(current);
    expect(done.status).toBe(201);
    const again = await send(current);
    expect([again.text, again.headers.get("idempotency-replayed")]).toEqual([done.text, "true"]);
  });
});
