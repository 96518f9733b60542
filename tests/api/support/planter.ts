import { randomBytes } from "node:crypto";
import type { Contract } from "@/lib/contracts/contract";
import { type ApiAnswer, request } from "../../support/api";
import { plantAll, plantEach } from "./canary";
import { fittingRequest } from "./matrix";
import type { Everything } from "./one-of-each";

/** Sends canaries, and keeps where each was put and what came of it. */
export interface Planter {
  /** No two alike, with a space as names have. */
  canary(where: string): string;
  /** Sends the operation with a canary in each text of its path, query and body. */
  plantIn(contract: Contract, headers: Record<string, string>): Promise<void>;
  /** where those were put that stand in a text */
  foundIn(text: string): string[];
  readonly refusals: string[];
  /** what answers gave out once: keys, passwords, tokens */
  readonly secrets: Set<string>;
  /** operations that were carried out at least once */
  readonly done: Set<string>;
  /** operations that a canary was sent to */
  readonly driven: Set<string>;
  keep(answer: ApiAnswer): ApiAnswer;
}

const SECRET_FIELDS = ["key", "initial_password", "secret", "uri", "access_token"];
/** Words that queries take; a contract drops what it does not know. */
const QUERY_NAMES = ["search", "cursor", "queue", "types", "actor", "action", "unknown"];

export function startPlanter(server: { readonly url: string }, everything: Everything): Planter {
  const planted = new Map<string, string>();
  const refusals: string[] = [];
  const [secrets, done, driven] = [new Set<string>(), new Set<string>(), new Set<string>()];

  const canary = (where: string) => {
    const text = `Canary ${randomBytes(6).toString("hex")}`;
    planted.set(text, where);
    return text;
  };
  const keep = (answer: ApiAnswer) => {
    if (answer.status >= 400) {
      refusals.push(answer.text, JSON.stringify([...answer.headers]));
    }
    for (const field of SECRET_FIELDS) {
      const value = answer.json?.[field];
      if (typeof value === "string" && value.length > 15) {
        secrets.add(value);
      }
    }
    return answer;
  };

  async function plantIn(contract: Contract, headers: Record<string, string>): Promise<void> {
    const { operationId: name, method } = contract;
    const planted = plantedRequests(contract, everything, canary);
    if (planted.length > 0) {
      driven.add(name);
    }
    for (const { path, body } of [...planted, fittingRequest(contract, everything)]) {
      const answer = keep(await request(server, method, path, body, headers));
      if (answer.status < 300) {
        done.add(name);
      }
    }
  }

  const foundIn = (text: string) =>
    [
      ...new Set([...planted].filter(([one]) => text.includes(one)).map(([, where]) => where)),
    ].sort();
  return { canary, plantIn, foundIn, refusals, secrets, done, driven, keep };
}

interface Sent {
  path: string;
  body: unknown;
}

/** The request once for each text that it takes, with a canary there. */
function plantedRequests(
  contract: Contract,
  everything: Everything,
  canary: (where: string) => string,
): Sent[] {
  const { operationId: name, method } = contract;
  const { path, body } = fittingRequest(contract, everything);
  const inPath = [...contract.path.matchAll(/\{(\w+)\}/g)].map(([whole, part = ""]) => {
    const text = encodeURIComponent(canary(`${name}.path.${part}`));
    return { path: contract.path.replace(whole, text).replaceAll(/\{\w+\}/g, "1"), body };
  });
  const mark = path.includes("?") ? "&" : "?";
  const inQuery = (method === "GET" ? QUERY_NAMES : []).map((word) => {
    const text = encodeURIComponent(canary(`${name}.${word}`));
    return { path: `${path}${mark}${word}=${text}`, body: undefined };
  });
  const inBody = contract.body ? plantEach(body, name, canary) : [];
  const inAll = inBody.length > 0 ? [plantAll(body, name, canary)] : [];
  return [...inPath, ...inQuery, ...[...inBody, ...inAll].map((sent) => ({ path, body: sent }))];
}
