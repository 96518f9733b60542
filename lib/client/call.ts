import type { z } from "zod";
import type { Contract } from "@/lib/contracts/contract";
import { ApiProblem, toApiProblem } from "./api-problem";
import { isLeavingSession } from "./leave-for-sign-in";

type Values = Readonly<Record<string, string | number | undefined>>;

interface CallInput<Params, Query, Body> {
  params?: Params & Values;
  query?: Query & Values;
  body?: Body;
  signal?: AbortSignal;
}

/**
 * Calls one endpoint of this origin.
 * @throws ApiProblem when the server refuses or cannot be reached; an AbortError, without asking it,
 * once the session is being left
 */
export async function callApi<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  contract: Contract<Params, Query, Body, Answer>,
  input: CallInput<z.output<Params>, z.output<Query>, z.input<Body>> = {},
): Promise<z.output<Answer>> {
  if (isLeavingSession()) {
    throw new DOMException("The session is being left.", "AbortError");
  }
  const response = await send(urlOf(contract.path, input.params, input.query), {
    method: contract.method,
    headers: {
      accept: "application/json",
      ...(input.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    cache: "no-store",
  });
  if (!response.ok) {
    throw await toApiProblem(response);
  }
  return response.json();
}

function urlOf(path: string, params: Values = {}, query: Values = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? "")),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") {
      search.set(name, String(value));
    }
  }
  return search.size === 0 ? filled : `${filled}?${search}`;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      throw error;
    }
    throw new ApiProblem(0, "unavailable", {
      detail: "The server cannot be reached. Check the connection and try again.",
    });
  }
}
