import { expect, test } from "@playwright/test";
import { request } from "../support/api";
import { type RunningServer, startServer } from "../support/server";
import { faultsOf } from "./support/expect-accessible";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer();
  const scope = { site_id: "store-7", queue: "data_entry", action_type: "complete_task" };
  await request(server, "POST", "/api/ame/proposal", { scope, proposal_id: "p-1" });
});
test.afterAll(async () => {
  await server.stop();
});

const PATHS = [
  "/dashboard",
  "/dashboard?show=breached&search=RX",
  "/cases/1",
  "/cases/5",
  "/audit",
  "/audit?preset=denied&case_id=twelve",
  "/governance",
  "/ame/dashboard",
  "/ame/scopes/1",
  "/ame/audits",
  "/demo",
  "/settings",
  "/settings/people",
  "/settings/keys",
  "/settings/clients",
];
const SCREENS = [
  { name: "desktop light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "desktop dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "phone light", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { name: "phone dark", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

for (const { name, colorScheme, viewport } of SCREENS) {
  test.describe(name, () => {
    test.use({ colorScheme, viewport });

    for (const path of PATHS) {
      test(`${path} has no accessibility fault, no error and nothing from elsewhere`, async ({
        page,
      }) => {
        const faults: string[] = [];
        page.on("console", (message) => {
          if (message.type() === "error") {
            faults.push(message.text());
          }
        });
        page.on("pageerror", (error) => faults.push(error.message));
        page.on("request", (request) => {
          if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) {
            faults.push(`asked for ${request.url()}`);
          }
        });
        await page.goto(server.url + path);
        await page.waitForLoadState("networkidle");
        const found = await faultsOf(page);
        expect([...faults, ...found]).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, "the page does not scroll sideways").toBeLessThanOrEqual(0);
      });
    }
  });
}

test("an unknown case and an unknown page say so", async ({ page }) => {
  await page.goto(`${server.url}/cases/999999`);
  await expect(page.getByRole("heading", { name: /not found|no such|nothing/i })).toBeVisible();
  const nowhere = await page.goto(`${server.url}/nowhere`);
  expect(nowhere?.status()).toBe(404);
});

test("the log says which filter it did not understand, and leaves the others in force", async ({
  page,
}) => {
  await page.goto(
    `${server.url}/audit?preset=system&case_id=twelve&from=2026-02-30&actr=user:demo`,
  );
  const notice = page.getByRole("status").filter({ hasText: "Not understood" });
  await expect(notice).toContainText("Case “twelve” is not the number of a case");
  await expect(notice).toContainText("From “2026-02-30” is not a day like 2026-11-22");
  await expect(notice).toContainText("“actr” is no filter");
  await expect(page.getByRole("link", { name: "System" })).toHaveAttribute("aria-current", "page");
});

test("on a phone the log begins with its entries, and its filters unfold", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${server.url}/audit`);
  await expect(page.getByRole("link", { name: "All" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByLabel("Request")).toBeHidden();
  await expect(page.getByRole("button", { name: /^Details of entry/ }).first()).toBeInViewport();
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("What").fill("case.");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/audit\?action=case\.$/);
  await expect(page.getByRole("button", { name: "Filters (1)" })).toBeVisible();
});
