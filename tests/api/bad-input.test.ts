import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { type ApiAnswer, type ApiMethod, request } from "../support/api";
import { LANES } from "../support/server";
import { exampleOf } from "./support/example";
import { expectProblem } from "./support/expect-answer";
import { createFixture, type Fixture, fingerprint } from "./support/fixture";
import { fillIn } from "./support/row";
import { sendInPieces } from "./support/send-in-pieces";
import { useServer } from "./support/use-server";

const METHODS: readonly ApiMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const MEGABYTE = 1024 * 1024;
const endpoint = (contract: Contract) => `${contract.method} ${contract.path}`;
const listed = (contracts: readonly Contract[]) =>
  contracts.map((contract) => [endpoint(contract), contract] as const);

const PATHS = [...new Set(allContracts.map(({ path }) => path))];
const WITH_BODY = listed(allContracts.filter(({ body }) => body));
const TAKING_JSON = WITH_BODY.filter(([, { isOAuth }]) => !isOAuth);
const WITH_IDS = listed(allContracts.filter(({ params }) => params));
const WITH_PAGES = listed(
  allContracts.filter(({ query }) => query && "cursor" in Object(exampleOf(query, {}))),
);

/** Ids that no row can have; none of them may be taken for another number. */
const NO_IDS = [
  ..."-5 99999999 9223372036854775808 99999999999999999999999".split(" "),
  ..."1e400 NaN Infinity null %00 %E2%82%AC ..%2F1 {id}".split(" "),
];

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString("base64url");
const NO_CURSORS = [
  ...["garbage", "!!!", "%00", "e30", cursorOf([]), cursorOf({}), cursorOf(null)],
  ...[cursorOf(["x"]), cursorOf([1.5]), cursorOf([1e300]), cursorOf([null]), cursorOf([[1]])],
  ...[cursorOf(["x", "y"]), cursorOf([1, 2, 3]), "A".repeat(201)],
];

const MALFORMED = ["{", "", "nul", "{'a':1}", '{"a":1,}', "[1,2", '"half', '\uFEFF{"a":', "\u0000"];

describe.each(LANES)("bad input over %s", (lane) => {
  const server = useServer({ lane });
  let fixture: Fixture;
  let before: unknown;

  beforeAll(async () => {
    fixture = await createFixture(server);
  });

  beforeEach(async () => {
    before ??= await fingerprint(server);
  });

  // Once for all that a test sends: what any of it changed is still to be seen.
  afterEach(async () => {
    const after = await fingerprint(server);
    const earlier = before;
    before = after;
    expect(after).toEqual(earlier);
  });

  const addressOf = ({ path }: Contract) => fillIn(path, fixture.ids);
  const bodyOf = ({ body }: Contract) => body && exampleOf(body, fixture.known);

  /** Refused as the caller's fault, and explained. */
  function expectRefusal(answer: ApiAnswer, what: string, statuses: number[]): void {
    expect(statuses, `${what}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    expectProblem(answer, { status: answer.status });
  }

  type Sent = readonly [ApiMethod, string, unknown?, Record<string, string>?];
  async function refuses(sent: Sent, ...statuses: number[]): Promise<ApiAnswer> {
    const answer = await request(server, ...sent);
    expectRefusal(answer, sent.slice(0, 2).join(" "), statuses);
    return answer;
  }

  // Next alone answers an address that cannot be decoded before any code of ours is asked.
  if (lane === "hono") {
    test.each(["%ED%A0%80", "%ZZ", "%"])("an address with %s in it is refused", async (part) => {
      for (const path of [`/api/workflows/${part}`, `/dashboard/api/cases/${part}`]) {
        await refuses(["GET", path], 400, 404, 422);
      }
    });
  }

  test.each(["0x1", "0b1", "1e0"])("%s is not taken for the number 1", async (number) => {
    const paths = [`/api/workflows/${number}`, `/api/workflows/1/tasks?limit=${number}`];
    for (const path of [...paths, `/dashboard/api/cases/${number}`]) {
      await refuses(["GET", path], 404, 422);
    }
    await refuses(["POST", `/api/workflows/${number}/tasks`, { name: "T" }], 404, 422);
  });

  test.each(PATHS)(
    "%s refuses the methods it does not have and names those it has",
    async (path) => {
      const own = allContracts.filter((one) => one.path === path).map(({ method }) => method);
      for (const method of METHODS.filter((one) => !own.includes(one as never))) {
        const body = method === "GET" ? undefined : {};
        const answer = await refuses([method, fillIn(path, fixture.ids), body], 405);
        const allow = answer.headers.get("allow")?.split(/,\s*/) ?? [];
        expect(allow.filter((one) => one !== "HEAD").sort()).toEqual([...own].sort());
      }
    },
  );

  test.each(WITH_BODY)("%s refuses what is not JSON", async (_, contract) => {
    for (const text of MALFORMED.filter((one) => one !== "" || !contract.bodyOptional)) {
      const sent = Buffer.from(text);
      await refuses([contract.method, addressOf(contract), sent], 422);
    }
  });

  test.each(TAKING_JSON)("%s refuses text, forms and files", async (_, contract) => {
    const form = new FormData();
    form.set("name", "A");
    for (const body of [new URLSearchParams({ name: "A" }), form]) {
      await refuses([contract.method, addressOf(contract), body], 422);
    }
    for (const type of ["text/plain", "application/xml", "application/octet-stream", "x"]) {
      const headers = { "content-type": type };
      await refuses([contract.method, addressOf(contract), bodyOf(contract), headers], 422);
    }
  });

  test.each(WITH_BODY)("%s refuses a body of one megabyte", async (_, contract) => {
    const big = JSON.stringify({ ...Object(bodyOf(contract)), filler: "x".repeat(MEGABYTE) });
    await refuses([contract.method, addressOf(contract), Buffer.from(big)], 413);
    const answer = await sendInPieces(server, contract.method, addressOf(contract), big);
    expectRefusal(answer, "in pieces", [413]);
  });

  test.each(WITH_BODY)("%s refuses bodies of another type", async (_, contract) => {
    for (const body of [null, 7, true, [], [[]], "text", [bodyOf(contract)]]) {
      await refuses([contract.method, addressOf(contract), body], 422);
    }
  });

  test.each(WITH_IDS)("%s refuses ids that are none", async (_, contract) => {
    for (const name of Object.keys(exampleOf(contract.params as never, {}) as object)) {
      for (const id of NO_IDS) {
        const path = fillIn(contract.path, { ...fixture.ids, [name]: id });
        await refuses([contract.method, path, bodyOf(contract)], 404, 422);
      }
    }
  });

  test.each(WITH_PAGES)("%s refuses cursors that are none of its own", async (_, contract) => {
    for (const cursor of NO_CURSORS) {
      const path = `${addressOf(contract)}?cursor=${cursor}`;
      await refuses(["GET", path], 422);
    }
    for (const limit of ["0", "-1", "201", "1.5", "x", "", "NaN", "9".repeat(30)]) {
      const path = `${addressOf(contract)}?limit=${limit}`;
      await refuses(["GET", path], 422);
    }
  });

  test.each(WITH_PAGES)("%s refuses the cursor of a list of another kind", async (_, contract) => {
    const isByTime = /\/(pending|approvals|break-glass|holds)$/.test(contract.path);
    const cursor = isByTime ? cursorOf([5]) : cursorOf(["2026-01-01T00:00:00.000Z", "id"]);
    const path = `${addressOf(contract)}?cursor=${cursor}`;
    await refuses(["GET", path], 422);
  });
});
