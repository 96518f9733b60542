import { beforeEach, describe, expect, it, vi } from "vitest";
import { pageContext } from "@/lib/auth/page-context";
import type { Principal } from "@/lib/kernel/context";

const request = vi.hoisted(() => ({
  headers: new Headers(),
  principal: null as Principal | null,
}));
vi.mock("next/headers", () => ({ headers: async () => request.headers }));
vi.mock("@/lib/auth/session", () => ({ principalOfCookies: async () => request.principal }));
vi.mock("@/lib/auth/limit-requests", () => ({ limitRequests: async () => ({ refusal: null }) }));
vi.mock("@/lib/db/client", () => ({ getDatabase: async () => ({}) }));
vi.mock("@/lib/platform/settings", () => ({ getSettings: () => ({ mode: "production" }) }));

const signedIn = (mustChangePassword: boolean): Principal => ({
  actor: { kind: "user", id: "user:ada", role: "admin" },
  tenantId: "default",
  sites: "*",
  session: { id: "session", mustChangePassword },
});

/** Next's redirect is an error that tells where to. */
const leadsTo = (page: Promise<unknown>) =>
  page.then(
    () => "the page",
    ({ digest }: { digest: string }) => digest.split(";")[2],
  );

describe("the context of a page", () => {
  beforeEach(() => {
    request.headers = new Headers();
    request.principal = signedIn(true);
  });

  it.each([{}, { "x-page-path": "/settings/password" }])(
    "is not for whoever has a first password still, whatever the headers %o say",
    async (headers) => {
      request.headers = new Headers(headers);
      expect(await leadsTo(pageContext())).toBe("/settings/password");
      expect(await leadsTo(pageContext({ isForFirstPassword: true }))).toBe("the page");
      request.principal = signedIn(false);
      expect(await leadsTo(pageContext())).toBe("the page");
    },
  );

  it("is for nobody who is not signed in", async () => {
    request.principal = null;
    expect(await leadsTo(pageContext({ isForFirstPassword: true }))).toBe("/sign-in");
    request.headers = new Headers({ "x-page-path": "/audit?actor=user:ada" });
    expect(await leadsTo(pageContext())).toBe(
      `/sign-in?callbackUrl=${encodeURIComponent("/audit?actor=user:ada")}`,
    );
  });
});
