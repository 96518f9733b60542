import { describe, expect, test } from "vitest";
import {
  cancelJobContract,
  getJobContract,
  listJobsContract,
  redriveJobContract,
} from "@/lib/contracts/job";
import { request } from "../support/api";
import { LANES, startServer } from "../support/server";
import { get, post } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { useServer } from "./support/use-server";

const SIMULATE = "/api/dashboard/simulate";
const ASYNC = { prefer: "respond-async" };

describe.each(LANES)("jobs over %s", (lane) => {
  const server = useServer({ lane });

  async function simulateLater(cycles = 1000) {
    const { id } = await post(server, "/api/dashboard/seed");
    const body = { workflow_id: id, cycles };
    const answer = await request(server, "POST", SIMULATE, body, ASYNC);
    expect(answer.headers.get("preference-applied")).toBe("respond-async");
    return { answer, caseId: id };
  }

  async function untilFinished(path: string) {
    for (let look = 0; look < 200; look += 1) {
      const job = await get(server, path);
      if (job.finished_at !== null) {
        return job;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${path} does not end`);
  }

  test("a simulation can be left to itself and asked for later", async () => {
    const { answer, caseId } = await simulateLater();
    expect(answer.status).toBe(202);
    const { job, did, workflow } = answer.json;
    expect(answer.headers.get("location")).toBe(`/api/jobs/${job.id}`);
    expect(did).toBeLessThanOrEqual(1000);
    expect(workflow.id).toBe(caseId);
    const ended = await untilFinished(`/api/jobs/${job.id}`);
    expect(ended).toMatchObject({
      kind: "demo.simulate",
      status: "succeeded",
      progress: 1000,
      progress_total: 1000,
      result: { events: 1000, tasks: 0 },
    });
    expectSuccess(await request(server, "GET", `/api/jobs/${job.id}`), getJobContract);
    const after = await get(server, `/api/workflows/${caseId}`);
    expect(after.event_count).toBeGreaterThanOrEqual(1000);
  });

  test("a simulation that is waited for tells of its job", async () => {
    const { id } = await post(server, "/api/dashboard/seed");
    const done = await post(server, SIMULATE, { workflow_id: id, cycles: 3 });
    expect(done).toMatchObject({ did: 3, job: { status: "succeeded", progress: 3 } });
  });

  test("a simulation sent twice under one key is done once", async () => {
    const { id } = await post(server, "/api/dashboard/seed");
    const { event_count } = await get(server, `/api/workflows/${id}`);
    const key = { "idempotency-key": `simulate-${id}` };
    const send = () => request(server, "POST", SIMULATE, { workflow_id: id, cycles: 7 }, key);
    const [first, again] = [await send(), await send()];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.json).toEqual(first.json);
    expect((await get(server, `/api/workflows/${id}`)).event_count).toBe(event_count + 7);
  });

  test("the jobs are listed newest first, page by page, and by kind and status", async () => {
    await simulateLater(1);
    const list = await request(server, "GET", "/api/jobs");
    expectSuccess(list, listJobsContract);
    const kinds = list.json.jobs.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain("proposals.expire");
    const query = "/api/jobs?kind=demo.simulate";
    const mine = await get(server, query);
    expect(new Set(mine.jobs.map(({ kind }: { kind: string }) => kind))).toEqual(
      new Set(["demo.simulate"]),
    );
    const pages = await readAllPages(server, `${query}&limit=1`);
    expect(pages.flatMap(({ json }) => json.jobs)).toEqual(mine.jobs);
    const none = await get(server, "/api/jobs?status=dead&kind=demo.simulate");
    expect(none.jobs).toEqual([]);
    expectProblem(await request(server, "GET", "/api/jobs?status=asleep"), { status: 422 });
  });

  test("a schedule can be switched off and on again, and both are audited", async () => {
    const { jobs } = await get(server, "/api/jobs?kind=housekeeping.prune");
    const { id } = await untilWaiting(jobs[0].id);
    const off = await request(server, "POST", `/api/jobs/${id}/cancel`);
    expect(expectSuccess(off, cancelJobContract).status).toBe("cancelled");
    expectProblem(await request(server, "POST", `/api/jobs/${id}/cancel`), { status: 409 });
    const on = await request(server, "POST", `/api/jobs/${id}/redrive`);
    expect(expectSuccess(on, redriveJobContract).status).toBe("waiting");
    expectProblem(await request(server, "POST", `/api/jobs/${id}/redrive`), { status: 409 });
    const { entries } = await get(server, "/api/audit?limit=20");
    const acts = entries.map(({ action }: { action: string }) => action);
    expect(acts).toEqual(expect.arrayContaining(["job.cancel", "job.redrive"]));
  });

  async function untilWaiting(id: number) {
    for (;;) {
      const job = await get(server, `/api/jobs/${id}`);
      if (job.status === "waiting") {
        return job;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  test("an unknown job is not found", async () => {
    for (const [method, path] of [
      ["GET", "/api/jobs/99999"],
      ["POST", "/api/jobs/99999/cancel"],
      ["POST", "/api/jobs/99999/redrive"],
    ] as const) {
      expectProblem(await request(server, method, path), { status: 404, detail: "not found" });
    }
  });
});

test("without a runner the job is stored and the answer says so", async () => {
  const server = await startServer({ env: { JOB_RUNNER: "off" } });
  const { id } = await post(server, "/api/dashboard/seed");
  const answer = await request(server, "POST", SIMULATE, { workflow_id: id });
  expect(answer.status).toBe(202);
  expect(answer.json).toMatchObject({ ok: true, did: 0, job: { status: "waiting" } });
  expect((await get(server, "/api/jobs")).jobs).toHaveLength(1);
  await server.stop();
});

test("a running job and those who wait for it do not hold up the stop", async () => {
  const server = await startServer();
  const cases = await Promise.all(
    Array.from({ length: 6 }, () => post(server, "/api/dashboard/seed")),
  );
  const answers = cases.map(({ id }) =>
    request(server, "POST", SIMULATE, { workflow_id: id, cycles: 1000 }).catch(() => null),
  );
  await new Promise((resolve) => setTimeout(resolve, 150));
  const startedAt = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(5000);
  for (const answer of await Promise.all(answers)) {
    expect([200, 202, undefined]).toContain(answer?.status);
  }
});
