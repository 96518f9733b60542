import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { type RunningServer, startServer } from "../support/server";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer();
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
  "/ame/dashboard",
  "/demo",
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
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
          .analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
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
