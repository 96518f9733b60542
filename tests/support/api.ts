export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** the parsed body; undefined when the answer is not JSON */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers and assert on what they find
  json: any;
  text: string;
}

export type ApiMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

const TIMEOUT_MS = 30_000;

/**
 * Sends one request and reads the whole answer; redirects are not followed.
 * @param body sent as JSON, even a bare string; bytes (`Buffer.from("{")`) and forms go as they are
 * @example const { status, json } = await request(server, "POST", "/api/workflows", { name: "A" });
 */
export async function request(
  server: { readonly url: string },
  method: ApiMethod,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const response = await fetch(new URL(path, server.url), {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...payload(body, headers),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parseJson(text) };
}

function payload(body: unknown, headers: Record<string, string>): RequestInit {
  if (body === undefined) {
    return { headers };
  }
  if (body instanceof FormData || body instanceof URLSearchParams) {
    return { headers, body };
  }
  const json = { "content-type": "application/json", ...headers };
  return {
    headers: json,
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
