import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { paths } from "./api-types";

export interface ClientOptions {
  /** e.g. `https://tower.example` */
  baseUrl: string;
  /** missing in demo mode */
  apiKey?: string | undefined;
  /**
   * "each-post" gives every POST a fresh Idempotency-Key. Then a POST that broke off may be sent
   * again, with the key of `request.headers`, and still happens once.
   */
  idempotencyKeys?: "each-post";
  fetch?: (request: Request) => Promise<Response>;
}

/** A client whose paths, bodies and answers are typed as in the server's OpenAPI document. */
export function createControlTowerClient(options: ClientOptions): Client<paths> {
  const { baseUrl, apiKey, idempotencyKeys, fetch } = options;
  const client = createClient<paths>({
    baseUrl,
    ...(fetch && { fetch }),
    ...(apiKey !== undefined && { headers: { "X-API-Key": apiKey } }),
  });
  if (idempotencyKeys === "each-post") {
    client.use(addIdempotencyKey);
  }
  return client;
}

const HEADER = "Idempotency-Key";

const addIdempotencyKey: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has(HEADER)) {
      request.headers.set(HEADER, crypto.randomUUID());
    }
    return request;
  },
};
