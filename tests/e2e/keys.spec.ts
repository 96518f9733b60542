import { expect, test } from "@playwright/test";
import type { RunningServer } from "../support/server";
import { expectAccessible } from "./support/expect-accessible";
import { begin, PASSWORD, startWithPeople } from "./support/people";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startWithPeople();
});
test.afterAll(async () => {
  await server.stop();
});

test("a person makes a key of their own, sees it once, and ends it", async ({ page }) => {
  await begin(server, page, { name: "kim", role: "technician" });
  await page.goto(`${server.url}/settings`);
  await page.getByRole("button", { name: "Add a key" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Role").getByRole("option")).toHaveText([
    "Read only",
    "Technician",
  ]);
  await dialog.getByLabel("Name").fill("Label printer");
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  const key = (await page.getByTestId("secret").textContent()) ?? "";
  await page.mouse.click(5, 5);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: "Add a key" })).toBeFocused();
  const ask = () => fetch(`${server.url}/api/session`, { headers: { "x-api-key": key } });
  expect((await ask()).status).toBe(200);
  await page.getByRole("button", { name: "Revoke Label printer" }).click();
  await dialog.getByLabel("Reason").fill("The printer is gone");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("revoked", { exact: true })).toBeVisible();
  expect((await ask()).status).toBe(401);
});

test("the key that another one is exchanged for stays to be copied after the old one has ended", async ({
  page,
}) => {
  await begin(server, page, { name: "vera", role: "admin" });
  await page.goto(`${server.url}/settings/keys`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Add a key" }).click();
  await dialog.getByLabel("Name").fill("Dispensing robot");
  await page.keyboard.press("Enter");
  const first = (await page.getByTestId("secret").textContent()) ?? "";
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Exchange Dispensing robot" }).click();
  await dialog.getByLabel("The old key works on for").selectOption("It ends at once");
  await dialog.getByRole("button", { name: "Exchange" }).click();
  const secret = page.getByTestId("secret");
  await expect(secret).not.toHaveText(first);
  await expect(page.getByText("expired", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  const key = (await secret.textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  const statusOf = async (given: string) =>
    (await fetch(`${server.url}/api/session`, { headers: { "x-api-key": given } })).status;
  expect([await statusOf(first), await statusOf(key)]).toEqual([401, 200]);
});

test("a long name is cut before the badge that stands beside it", async ({ page }) => {
  await begin(server, page, { name: "noor", role: "admin" });
  await page.goto(`${server.url}/settings`);
  await page.getByRole("button", { name: "Add a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel("Name")
    .fill("A tool whose name is longer than its column can ever be wide");
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto(`${server.url}/settings/keys`);
  const cell = page.getByRole("rowheader", { name: /A tool whose name/ });
  const right = async (of: typeof cell) => {
    const box = await of.boundingBox();
    return box ? box.x + box.width : Number.NaN;
  };
  expect(await right(cell.getByText("a person's"))).toBeLessThanOrEqual(await right(cell));
});
