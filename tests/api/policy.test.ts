import { describe, expect, test } from "vitest";
import { listCapsContract } from "@/lib/contracts/caps";
import { RESERVED_ACTS } from "@/lib/packs/policy/act";
import { request } from "../support/api";
import { availableDatabases } from "../support/test-database";
import { expectProblem, expectSuccess } from "./support/expect-answer";
import { KEYS, PRODUCTION } from "./support/keys";
import { useDatabaseServer } from "./support/use-database-server";

describe.each((await availableDatabases()).slice(0, 1))(
  "what the law keeps from machines, on $provider",
  (available) => {
    const server = useDatabaseServer(available, PRODUCTION);
    const admin = { "x-api-key": KEYS.admin };
    const post = (path: string, body: object, more = {}) =>
      request(server, "POST", path, body, { ...admin, ...more });
    const addCase = async (given: object) =>
      (await post("/api/workflows", { name: "A", ...given })).json.id;
    const denials = async (caseId?: number) => {
      const path = `/api/audit?limit=100${caseId ? `&case_id=${caseId}` : ""}`;
      const { json } = await request(server, "GET", path, undefined, admin);
      return json.entries.filter(({ action }: { action: string }) => action === "policy.deny");
    };

    test.each(Object.keys(RESERVED_ACTS))(
      "%s is refused by name and leaves a trace",
      async (word) => {
        const id = await addCase({});
        const scope = { site_id: "s", queue: "q", action_type: word };
        const named = { action_type: word, label: "x" };
        const calls: [string, object][] = [
          [`/dashboard/api/cases/${id}/propose`, named],
          ["/enterprise/execute", { workflow_id: id, action_type: word }],
          ["/enterprise/execute/dry-run", { workflow_id: id, action_type: word }],
          ["/ame/proposal", { scope }],
          ["/ame/decision", { scope, decision: "approve" }],
          ["/ame/execute", { scope }],
          ["/ame/outcome", { scope }],
          ["/api/rules", { name: "r", condition: { type: "always" }, action: { type: word } }],
        ];
        for (const [path, body] of calls) {
          const problem = expectProblem(await post(path, body), { status: 403, code: "blocked" });
          expect(problem.detail).toMatch(/^N\d+: .+ \[.+\]\. .+/);
        }
        expect(await denials(id)).toHaveLength(3);
      },
    );

    test("a refusal is recorded beside what it undid, with an Idempotency-Key too, once", async () => {
      const id = await addCase({ queue: "pre_verification" });
      const step = { workflow_id: id };
      expectProblem(await post("/dashboard/api/auto-step", step), { status: 403, detail: "N1: " });
      for (const _ of [1, 2]) {
        const again = await post("/dashboard/api/auto-step", step, { "idempotency-key": "k" });
        expect(again.status).toBe(403);
      }
      const entries = await denials(id);
      expect(entries).toHaveLength(2);
      expect(entries[0].after).toMatchObject({ rules: ["N1", "N3"] });
    });

    test("a report of a pharmacist's review stays open to keys, but not for an altered prescription", async () => {
      const review = async (attributes: object) => {
        const id = await addCase({ queue: "pre_verification", attributes });
        const key = { "x-api-key": KEYS.pharmacist };
        return post("/kroger/pharmacist-preverify", { workflow_id: id }, key);
      };
      expect((await review({})).status).toBe(200);
      const altered = await review({ epcs: { altered: true } });
      expectProblem(altered, { status: 403, code: "blocked", detail: "N10: " });
    });

    test("the caps are told with their sources", async () => {
      const path = "/api/governance/caps?state=OH&schedule=C-IV&queue=contact_manager";
      const answer = await request(server, "GET", path, undefined, { "x-api-key": KEYS.read_only });
      const { cap, cap_sources, policy_caps } = expectSuccess(answer, listCapsContract);
      expect([cap, cap_sources]).toEqual(["propose", ["21 CFR 1306.04(a)"]]);
      expect(policy_caps.map(({ id }: { id: string }) => id).slice(0, 2)).toEqual(["N1", "N2"]);
      expect(policy_caps).toHaveLength(14);
    });
  },
);
