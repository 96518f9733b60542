import { beforeAll, describe, expect, test } from "vitest";
import { request } from "../support/api";
import { sqlite } from "../support/test-database";
import { createCase } from "./support/cases";
import { expectProblem } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { ASSERTION_TYPE, registerPartner, signAssertion } from "./support/partner";
import { useDatabaseServer } from "./support/use-database-server";

describe("a partner system that was given one site", () => {
  const server = useDatabaseServer(sqlite, PRODUCTION);
  const asAdmin = { "x-api-key": KEYS.admin };
  let partner: Awaited<ReturnType<typeof registerPartner>>;
  let headers: Record<string, string>;
  let northId: number;
  let southId: number;

  beforeAll(async () => {
    const chain = { url: server.url, headers: asAdmin };
    northId = (await createCase(chain, { site_id: "north" })).id;
    southId = (await createCase(chain, { site_id: "south" })).id;
    partner = await registerPartner(server, "ES384", { site_ids: ["south"], role: "supervisor" });
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await signAssertion(server, partner),
    });
    const { json } = await request(server, "POST", "/api/oauth/token", form);
    headers = { authorization: `Bearer ${json.access_token}` };
  });

  const get = (path: string) => request(server, "GET", path, undefined, headers);
  const post = (path: string, body: unknown) => request(server, "POST", path, body, headers);

  test("sees the cases of that site alone", async () => {
    const ids = (await get("/api/workflows")).json.map(({ id }: { id: number }) => id);
    expect(ids).toEqual([southId]);
    expectProblem(await get(`/api/workflows/${northId}`), { status: 404 });
    const sites = (await get("/api/audit")).json.entries.map(
      ({ site_id }: { site_id: string | null }) => site_id,
    );
    expect(new Set(sites)).toEqual(new Set(["south"]));
  });

  test("makes its cases there, and none elsewhere", async () => {
    const made = await post("/api/workflows", { name: "A" });
    expect([made.status, made.json.site_id]).toEqual([201, "south"]);
    const elsewhere = await post("/api/workflows", { name: "A", site_id: "north" });
    expectProblem(elsewhere, { status: 403, code: "forbidden" });
    expectProblem(await post(`/api/workflows/${northId}/tasks`, { name: "A" }), { status: 404 });
  });

  test("changes nothing that binds the whole chain, and hears so", async () => {
    const gate = { transition_key: "kroger.data_entry_to_preverify_insurance", enabled: true };
    const refused = await post("/api/dashboard/automation", gate);
    expectProblem(refused, { status: 403, detail: "every site of the chain" });
  });

  test("loses the site with the next request, token or not", async () => {
    const path = `/api/clients/${partner.id}`;
    await request(server, "PATCH", path, { site_ids: ["west"] }, asAdmin);
    expectProblem(await get(`/api/workflows/${southId}`), { status: 404 });
    expect((await get("/api/workflows")).json).toEqual([]);
  });
});
