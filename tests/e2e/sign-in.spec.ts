import { expect, test } from "@playwright/test";
import { type RunningServer, startServer } from "../support/server";

const TECHNICIAN_KEY = "technician-0123456789-abcdefghijk";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startServer({
    env: {
      ENVIRONMENT: "development",
      BLADNIR_ADMIN_KEY: "administrator-0123456789-abcdefgh",
      BLADNIR_KEY_TERRY: `${TECHNICIAN_KEY}:technician`,
    },
  });
});
test.afterAll(async () => {
  await server.stop();
});

test("whoever is not signed in is sent to sign in, and a wrong key is refused", async ({
  page,
}) => {
  await page.goto(`${server.url}/dashboard`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("API key").fill("not-a-key-0123456789-abcdefghijkl");
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page.getByText("That key is not known here")).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a technician signs in, works, and is refused what is a pharmacist's", async ({ page }) => {
  const created = await fetch(`${server.url}/api/workflows`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": TECHNICIAN_KEY },
    body: JSON.stringify({ name: "Refill to review", queue: "pre_verification" }),
  });
  const { id } = (await created.json()) as { id: number };

  await page.goto(`${server.url}/cases/${id}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("API key").fill(TECHNICIAN_KEY);
  await page.getByRole("button", { name: /sign in/i }).click();
  await expect(page).toHaveURL(new RegExp(`/cases/${id}$`));

  await page.getByRole("button", { name: "Propose" }).first().click();
  const proposal = page.getByLabel("Proposals", { exact: true }).getByRole("article").first();
  await proposal.getByRole("button", { name: "Approve" }).click();
  await expect(proposal).toContainText("Insufficient permissions");
  await expect(page.getByTestId("case-queue")).toHaveText(/Pre-verification/);
});
