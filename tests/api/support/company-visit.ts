import type { RunningServer } from "../../support/server";
import { Browser } from "./browser";
import type { IdentityProvider } from "./identity-provider";

type Change = (url: URL) => void;
const MAX_HOPS = 10;

/** Ways of a browser between the product and the provider where its person signs in. */
export interface CompanyVisit {
  /** To the provider, where whoever comes is signed in. @returns the way back */
  goThere(browser: Browser, change?: Change): Promise<URL>;
  /** @returns where the browser ends up */
  comeBack(browser: Browser, callback: URL): Promise<URL>;
  /** There and back. */
  signIn(change?: Change): Promise<{ browser: Browser; end: URL }>;
}

export function companyVisit(server: RunningServer, idp: IdentityProvider): CompanyVisit {
  const visit: CompanyVisit = {
    goThere: async (browser, change = () => undefined) => {
      const { csrfToken } = (await browser.get("/api/auth/csrf")).json;
      const form = new URLSearchParams({ csrfToken, callbackUrl: "/audit", json: "true" });
      const started = await browser.send("POST", "/api/auth/signin/oidc", form);
      let next = new URL(started.json.url);
      change(next);
      const there = new Browser({ url: idp.issuer });
      for (let hops = 0; next.origin === idp.issuer && hops < MAX_HOPS; hops += 1) {
        const answer = await there.get(next.href);
        next = new URL(answer.headers.get("location") ?? server.url, next);
      }
      return next;
    },
    comeBack: async (browser, callback) => {
      let next = callback;
      for (let hops = 0; next.pathname.startsWith("/api/auth/") && hops < MAX_HOPS; hops += 1) {
        const answer = await browser.get(next.href);
        next = new URL(answer.headers.get("location") ?? "/", next);
      }
      return next;
    },
    signIn: async (change) => {
      const browser = new Browser(server);
      return { browser, end: await visit.comeBack(browser, await visit.goThere(browser, change)) };
    },
  };
  return visit;
}
