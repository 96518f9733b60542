import { expect, expectTypeOf, test } from "vitest";
import type { components } from "@/sdk/api-types";
import { createControlTowerClient } from "@/sdk/create-control-tower-client";
import { startServer } from "../support/server";
import { availableDatabases } from "../support/test-database";
import { KEYS, PRODUCTION } from "./support/keys";
import { useServer } from "./support/use-server";

const server = useServer({});

test("the client creates, reads and refuses with the document's own types", async () => {
  const client = createControlTowerClient({ baseUrl: server.url });
  const created = await client.POST("/api/workflows", { body: { name: "From the client" } });
  expectTypeOf(created.data).toEqualTypeOf<components["schemas"]["Workflow"] | undefined>();
  expect(created.data?.name).toBe("From the client");

  const id = created.data?.id ?? 0;
  const task = await client.POST("/api/workflows/{id}/tasks", {
    params: { path: { id }, header: { "If-Match": created.response.headers.get("etag") ?? "" } },
    body: { name: "Call the prescriber" },
  });
  expect(task.data?.state).toBe("pending");

  const lost = await client.GET("/api/workflows/{id}", { params: { path: { id: 999_999_999 } } });
  expectTypeOf(lost.error).toEqualTypeOf<components["schemas"]["Problem"] | undefined>();
  expect(lost.error).toMatchObject({ code: "not_found", status: 404 });
  // @ts-expect-error the document knows no such address
  const nowhere = await client.GET("/api/nowhere");
  expect(nowhere.response.status).toBe(404);
});

test("a POST that is sent again with its key happens once", async () => {
  const sent: Request[] = [];
  const client = createControlTowerClient({
    baseUrl: server.url,
    idempotencyKeys: "each-post",
    fetch: (request) => {
      sent.push(request.clone());
      return fetch(request);
    },
  });
  const body = { name: "Once" };
  const first = await client.POST("/api/workflows", { body });
  const second = await client.POST("/api/workflows", { body });
  expect(second.data?.id).not.toBe(first.data?.id);
  const again = await fetch(sent[0] ?? "");
  expect(await again.json()).toEqual(first.data);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
});

test("the client brings its key", async () => {
  const database = await (await availableDatabases())[0]?.create();
  const env = { ...PRODUCTION, DATABASE_URL: database?.url ?? "" };
  const production = await startServer({ env });
  const open = (apiKey?: string) =>
    createControlTowerClient({ baseUrl: production.url, ...(apiKey && { apiKey }) });
  expect((await open().GET("/api/workflows")).response.status).toBe(401);
  expect((await open(KEYS.read_only).GET("/api/workflows")).data).toEqual([]);
  await production.stop();
  await database?.drop();
});
