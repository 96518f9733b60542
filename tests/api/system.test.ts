import { describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import { listAuditContract } from "@/lib/contracts/audit";
import {
  healthContract,
  livezContract,
  readyzContract,
  settingsContract,
} from "@/lib/contracts/system";
import aliases from "@/lib/http/aliases.json";
import { request } from "../support/api";
import { LANES } from "../support/server";
import { createCase, get, post } from "./support/cases";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { readAllPages } from "./support/pages";
import { useServer } from "./support/use-server";

const PUBLIC = [
  ["/health", healthContract],
  ["/livez", livezContract],
  ["/readyz", readyzContract],
  ["/api/health", healthContract],
  ["/api/livez", livezContract],
  ["/api/readyz", readyzContract],
  ["/api/settings", settingsContract],
] as const;

const PAGES = ["/dashboard", "/audit", "/docs/api"];

const UNKNOWN = [
  ...["/api/nope", "/api/workflows/1/nope", "/api/dashboard/nope", "/api/ame/nope"],
  ...["/dashboard/api/nope", "/enterprise/nope", "/kroger/nope", "/ame/nope"],
];

/** Every address of the first product that is read without parameters, and its address below /api. */
const READS = allContracts
  .filter(({ method, path }) => method === "GET" && !path.includes("{"))
  .flatMap(({ path }) => {
    const alias = aliases.find(({ to }) => path === to || path.startsWith(to.replace("*", "/")));
    return alias ? [[alias.from.replace("*", path.slice(alias.to.length - 1)), path] as const] : [];
  });

describe.each(LANES)("the system's own endpoints over %s", (lane) => {
  const server = useServer({ lane });

  test.each(PUBLIC)("%s answers", async (path, contract) => {
    expectSuccess(await request(server, "GET", path), contract);
  });

  test("health tells of cache and storage, settings of the mode", async () => {
    expect(await get(server, "/health")).toMatchObject({
      status: "ok",
      mode: "demo",
      cache: { backend: "memory" },
      storage: { backend: "local", file_count: expect.any(Number) },
    });
    expect(await get(server, "/api/settings")).toEqual({
      mode: "demo",
      auth_enabled: false,
      cache_backend: "memory",
      storage_backend: "local",
      auto_seed: true,
    });
  });

  test.each(READS)("%s answers what %s does", async (alias, path) => {
    const [old, now] = [await request(server, "GET", alias), await request(server, "GET", path)];
    expect(old.status).toBe(200);
    expect(Object.keys(old.json).sort()).toEqual(Object.keys(now.json).sort());
  });

  test.each(PAGES)("%s is a page", async (path) => {
    const answer = await request(server, "GET", path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/html\b/);
  });

  test("the old front doors lead to the dashboard", async () => {
    const root = await request(server, "GET", "/");
    expect([root.status, root.headers.get("location")]).toEqual([307, "/dashboard"]);
    const kroger = await request(server, "GET", "/kroger");
    expect([kroger.status, kroger.headers.get("location")]).toEqual([302, "/dashboard"]);
  });

  test.each(UNKNOWN)("%s is a problem, not a page", async (path) => {
    for (const method of ["GET", "POST"] as const) {
      expectProblem(await request(server, method, path), { status: 404, code: "not_found" });
    }
  });

  // Next alone answers an address that cannot be decoded before any code of ours is asked.
  if (lane === "hono") {
    test.each(["%ZZ", "%", "%ED%A0%80"])(
      "a page's address with %s in it is no fault of the server",
      async (part) => {
        for (const path of [`/cases/${part}`, `/${part}`, `/dashboard/${part}`]) {
          const { status } = await request(server, "GET", path);
          expect([path, status < 500]).toEqual([path, true]);
        }
      },
    );
  }

  test("HEAD answers as GET does, without a body", async () => {
    for (const path of ["/api/workflows", "/health", "/dashboard/api/workflows"]) {
      const answer = await request(server, "HEAD", path);
      expect([path, answer.status, answer.text]).toEqual([path, 200, ""]);
    }
  });

  test("a plain X-Request-Id comes back, in answers, problems and the audit", async () => {
    const headers = { "x-request-id": "call-17.a:b" };
    const made = await request(server, "POST", "/api/workflows", { name: "A" }, headers);
    expect(made.headers.get("x-request-id")).toBe("call-17.a:b");
    const lost = await request(server, "GET", "/api/workflows/99999", undefined, headers);
    expect(expectProblem(lost, { status: 404 }).request_id).toBe("call-17.a:b");
    const { entries } = await get(server, `/api/audit?case_id=${made.json.id}`);
    expect(entries[0].request_id).toBe("call-17.a:b");
  });

  test.each(["x".repeat(65), "a b", "<script>", "a;b"])(
    "the X-Request-Id %j is replaced",
    async (given) => {
      const answer = await request(server, "GET", "/livez", undefined, { "x-request-id": given });
      expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
    },
  );

  test("no answer of the API is kept by a cache or taken for another type", async () => {
    for (const path of ["/api/workflows", "/api/workflows/99999", "/dashboard/api/workflows"]) {
      const { headers } = await request(server, "GET", path);
      expect([path, headers.get("cache-control")]).toEqual([path, "no-store"]);
      expect([path, headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
    }
  });

  test("the audit names who did what to which case, newest first, page by page", async () => {
    const { id, tasks } = await createCase(server);
    await request(server, "PATCH", `/api/workflows/${id}/tasks/${tasks[0].id}/state`, "completed");
    await post(server, `/api/workflows/${id}/events`, { event_type: "note" });
    const pages = await readAllPages(server, `/api/audit?case_id=${id}&limit=1`);
    const entries = pages.flatMap((page) => expectSuccess(page, listAuditContract).entries);
    expect(entries.map(({ action }: { action: string }) => action)).toEqual([
      "event.create",
      "task.set_state",
      "case.create",
    ]);
    for (const entry of entries) {
      expect(entry).toMatchObject({
        case_id: id,
        actor: { kind: "user", id: "user:demo", role: "admin" },
      });
    }
    expect(entries[1]).toMatchObject({
      before: { state: "pending" },
      after: { state: "completed" },
    });
  });
});
