import { expect, test } from "@playwright/test";
import { allContracts } from "@/lib/contracts/all-contracts";
import { LANES, type RunningServer, startServer } from "../support/server";

for (const lane of LANES) {
  test.describe(`the API reference over ${lane}`, () => {
    let server: RunningServer;
    test.beforeAll(async () => {
      server = await startServer({ lane });
    });
    test.afterAll(() => server.stop());

    test("lists every operation and asks nobody else for anything", async ({ page }) => {
      const elsewhere: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) {
          elsewhere.push(request.url());
        }
      });
      await page.goto(`${server.url}/dashboard`);
      await page.getByRole("button", { name: "Keyboard help" }).click();
      await page.getByRole("link", { name: "API reference" }).click();
      const operations = page.locator(".opblock");
      await expect(operations).toHaveCount(allContracts.length);
      await page.getByText("/api/dashboard/cases/{case_id}/propose", { exact: true }).click();
      await expect(page.getByText("Idempotency-Key", { exact: true }).first()).toBeVisible();
      expect(elsewhere).toEqual([]);
    });

    test.describe("on a phone at night", () => {
      test.use({ colorScheme: "dark", viewport: { width: 390, height: 844 } });

      test("is dark and does not scroll sideways", async ({ page }) => {
        await page.goto(`${server.url}/docs/api`);
        await page.getByText("/api/dashboard/cases/{case_id}/propose", { exact: true }).click();
        await expect(page.getByText("Idempotency-Key", { exact: true }).first()).toBeVisible();
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        await expect(page.locator("html")).toHaveClass(/dark-mode/);
      });
    });
  });
}
