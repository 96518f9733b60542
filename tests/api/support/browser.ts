import { expect } from "vitest";
import { type ApiAnswer, type ApiMethod, request } from "../../support/api";

interface Credentials {
  email: string;
  password: string;
  code?: string;
}

/** Keeps cookies and says where its requests come from, as a browser does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** every Set-Cookie that came, newest last */
  readonly setCookies: string[] = [];
  readonly #server: { readonly url: string };
  readonly #origin: string | undefined;

  /** @param origin of the pages; the server's own unless told */
  constructor(server: { readonly url: string }, origin?: string) {
    this.#server = server;
    this.#origin = origin;
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The same cookies at another server of the same database. */
  at(server: { readonly url: string }): Browser {
    const other = new Browser(server);
    for (const [name, value] of this.cookies) {
      other.cookies.set(name, value);
    }
    return other;
  }

  async send(
    method: ApiMethod,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const isRead = method === "GET" || method === "HEAD";
    const answer = await request(this.#server, method, path, body, {
      "sec-fetch-site": "same-origin",
      ...(!isRead && { origin: this.#origin ?? this.#server.url }),
      ...(this.cookies.size > 0 && { cookie: this.cookieHeader }),
      ...headers,
    });
    for (const line of answer.headers.getSetCookie()) {
      this.#keep(line);
    }
    return answer;
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send("GET", path);
  }

  post(path: string, body?: unknown): Promise<ApiAnswer> {
    return this.send("POST", path, body);
  }

  /** @returns why it was refused, or null; as the sign-in page does it */
  async signIn(credentials: Credentials): Promise<string | null> {
    const answer = await this.trySignIn(credentials);
    return new URL(answer.json.url).searchParams.get("error");
  }

  async trySignIn({ email, password, code = "" }: Credentials): Promise<ApiAnswer> {
    const { csrfToken } = (await this.get("/api/auth/csrf")).json;
    const form = new URLSearchParams({ csrfToken, email, password, code, json: "true" });
    return this.send("POST", "/api/auth/callback/password", form);
  }

  async signOut(): Promise<ApiAnswer> {
    const { csrfToken } = (await this.get("/api/auth/csrf")).json;
    const form = new URLSearchParams({ csrfToken, json: "true" });
    return this.send("POST", "/api/auth/signout", form);
  }

  #keep(line: string): void {
    this.setCookies.push(line);
    const [pair = ""] = line.split(";");
    const cut = pair.indexOf("=");
    const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)];
    if (value === "" || /max-age=0\b/i.test(line)) {
      this.cookies.delete(name);
    } else {
      this.cookies.set(name, value);
    }
  }
}

/** A browser whose person has just signed in. */
export async function signedIn(
  server: { readonly url: string },
  credentials: Credentials,
): Promise<Browser> {
  const browser = new Browser(server);
  expect(await browser.signIn(credentials)).toBeNull();
  return browser;
}
