import { expect, test } from "@playwright/test";
import { request as send } from "../support/api";
import { LANES, type RunningServer, startServer } from "../support/server";

const PAGES = [
  "/dashboard",
  "/cases/1",
  "/audit",
  "/ame/dashboard",
  "/ame/scopes/1",
  "/ame/audits",
  "/demo",
  "/docs/api",
  "/settings",
  "/settings/people",
  "/settings/keys",
  "/settings/clients",
  "/no/such/page",
];

for (const lane of LANES) {
  test.describe(`pages over ${lane}`, () => {
    let server: RunningServer;
    test.beforeAll(async () => {
      server = await startServer({ lane });
      const scope = { site_id: "store-7", queue: "data_entry", action_type: "complete_task" };
      await send(server, "POST", "/api/ame/proposal", { scope, proposal_id: "p-1" });
    });
    test.afterAll(() => server.stop());

    for (const path of PAGES) {
      test(`${path} runs only scripts that carry its nonce, and breaks no rule of its own`, async ({
        page,
      }) => {
        await page.addInitScript(() => {
          const violations: string[] = [];
          Object.assign(globalThis, { violations });
          document.addEventListener("securitypolicyviolation", (event) => {
            violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
          });
        });
        const response = await page.goto(server.url + path);
        await page.waitForLoadState("networkidle");
        const policy = response?.headers()["content-security-policy"] ?? "";
        const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
        expect(nonce).toBeTruthy();
        expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
        const found = await page.evaluate(() => ({
          violations: (globalThis as unknown as { violations: string[] }).violations,
          nonces: [...document.scripts].map(({ nonce: of }) => of),
        }));
        expect(found.violations).toEqual([]);
        const html = (await response?.text()) ?? "";
        const inPage = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
        expect(inPage.length).toBeGreaterThan(0);
        expect(inPage.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      });
    }

    test("each request has a nonce of its own, and no page is kept by anybody", async ({
      request,
    }) => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => request.get(`${server.url}/dashboard`)),
      );
      const policies = answers.map((answer) => answer.headers()["content-security-policy"]);
      expect(new Set(policies).size).toBe(5);
      for (const answer of answers) {
        expect(answer.headers()["cache-control"]).toMatch(/no-store|no-cache/);
        expect(answer.headers()).toMatchObject({
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "cross-origin-opener-policy": "same-origin",
          "referrer-policy": "same-origin",
        });
      }
    });

    test("the script of another cannot be put into a page", async ({ page }) => {
      await page.goto(`${server.url}/dashboard`);
      const ran = await page.evaluate(() => {
        const holder = document.createElement("div");
        holder.innerHTML = `<img src="data:," onerror="window.ran = true">`;
        document.body.append(holder);
        return new Promise((resolve) => setTimeout(() => resolve("ran" in window), 300));
      });
      expect(ran).toBe(false);
    });
  });
}
