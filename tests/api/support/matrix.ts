import { allContracts } from "@/lib/contracts/all-contracts";
import type { Contract } from "@/lib/contracts/contract";
import { type ApiAnswer, request } from "../../support/api";
import { exampleOf } from "./example";
import type { Fixture } from "./fixture";
import { fillIn } from "./row";

export const CLOSED_CONTRACTS = allContracts.filter(({ permission }) => permission !== "public");

/** For `test.each`: the endpoint and its contract. */
export function listed(contracts: readonly Contract[]): (readonly [string, Contract])[] {
  return contracts.map((contract) => [`${contract.method} ${contract.path}`, contract]);
}

/** @property idOf the ids in paths by what stands before them, e.g. `keys`; of a case otherwise */
type WithIds = Fixture & { readonly idOf?: Readonly<Record<string, string>> };

/** What paths hold where the fixture has nothing of the kind. */
const UNKNOWN = { delivery_id: 99999 };

/** A request that fits the contract in every field; an endless answer is asked to begin nowhere. */
export function fittingRequest({ path, body }: Contract, { ids, known, idOf = {} }: WithIds) {
  const isEndless = path === "/api/events/stream";
  const [, kind = ""] = /^\/api\/(.+?)(?:\/own)?\/\{id\}/.exec(path) ?? [];
  const own = idOf[kind];
  return {
    path:
      fillIn(path, { ...UNKNOWN, ...ids, ...(own && { id: own }) }) +
      (isEndless ? "?last_event_id=none" : queryFor(path)),
    body: body && exampleOf(body, { tenant_id: "default", ...known }),
  };
}

function queryFor(path: string): string {
  return path === "/api/ame/scope"
    ? "?tenant_id=default&site_id=default&queue=data_entry&action_type=advance_queue"
    : "";
}

export function sendFitting(
  server: { readonly url: string },
  contract: Contract,
  fixture: WithIds,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const { path, body } = fittingRequest(contract, fixture);
  return request(server, contract.method, path, body, headers);
}
