import { expect, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import type { RunningServer } from "../support/server";
import { expectAccessible } from "./support/expect-accessible";
import { ADMIN, begin, fillIn, PASSWORD, send, startWithPeople } from "./support/people";

let server: RunningServer;

test.beforeAll(async () => {
  server = await startWithPeople();
});
test.afterAll(async () => {
  await server.stop();
});

test("whoever is not signed in is sent to sign in, and a wrong password is refused", async ({
  page,
}) => {
  await page.goto(`${server.url}/dashboard`);
  await expect(page).toHaveURL(/\/sign-in/);
  await fillIn(page, ADMIN.email, "not the right password");
  await expect(page.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);
});

test("the first administrator chooses a password with the keyboard alone, and invites a person", async ({
  page,
}) => {
  await page.goto(`${server.url}/audit`);
  await page.getByLabel("E-mail address").focus();
  await page.keyboard.type(ADMIN.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings\/password$/);
  await expectAccessible(page);
  await page.getByLabel("Current password").focus();
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press("Tab");
  await page.keyboard.type("short");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "at least 15" })).toBeVisible();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/dashboard$/);

  await page.goto(`${server.url}/settings/people`);
  await page.getByRole("button", { name: "Invite a person" }).click();
  await page.getByLabel("E-mail address").fill("paula@pharmacy.example");
  await page.getByLabel("Name").fill("Paula Reyes");
  await page.getByLabel("Role").selectOption("pharmacist");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByTestId("secret")).toHaveText(/^[a-z2-9-]{23}$/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have noted it" }).click();
  const row = page.getByRole("row", { name: /Paula Reyes/ });
  await expect(row).toContainText("first password");
  await expectAccessible(page);
  await row.getByRole("button", { name: "Actions for Paula Reyes" }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await expect(row).toContainText("disabled");
});

test("whoever has to choose a password first can leave instead", async ({ page }) => {
  const email = "first@pharmacy.example";
  const { initial_password } = await send<{ initial_password: string }>(server, "/api/users", {
    email,
    name: "First Timer",
    role: "technician",
  });
  await page.goto(`${server.url}/sign-in`);
  await fillIn(page, email, initial_password);
  await expect(page).toHaveURL(/\/settings\/password$/);
  const form = await page.locator("form").boundingBox();
  const middle = (form?.x ?? 0) + (form?.width ?? 0) / 2;
  expect(Math.abs(middle - (page.viewportSize()?.width ?? 0) / 2)).toBeLessThan(20);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect((await page.request.get(`${server.url}/api/session`)).status()).toBe(401);
});

test("a technician signs in, works, and is refused what is a pharmacist's", async ({ page }) => {
  const { id } = await send<{ id: number }>(server, "/api/workflows", {
    name: "Refill to review",
    queue: "pre_verification",
  });
  const email = await begin(server, page, { name: "terry", role: "technician" });
  const signOut = async () => {
    await page.getByRole("button", { name: /^Signed in as terry/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
  };
  await page.context().setOffline(true);
  await signOut();
  await expect(page.getByText("You are still signed in")).toBeVisible();
  await page.context().setOffline(false);
  await signOut();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.goto(`${server.url}/cases/${id}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await fillIn(page, email, PASSWORD);
  await expect(page).toHaveURL(new RegExp(`/cases/${id}$`));
  await page.getByRole("button", { name: "Propose" }).first().click();
  const proposal = page.getByLabel("Proposals", { exact: true }).getByRole("article").first();
  await proposal.getByRole("button", { name: "Approve" }).click();
  await expect(proposal).toContainText("to a signed-in pharmacist");
  await expect(page.getByTestId("case-queue")).toHaveText(/Pre-verification/);

  await page.goto(`${server.url}/settings/people`);
  await expect(page.getByRole("heading", { name: /may not manage people/ })).toBeVisible();
});

test("a link pressed after the session has ended leads to sign in, and nothing is left behind", async ({
  page,
}) => {
  const email = await begin(server, page, { name: "lena", role: "supervisor" });
  await page.goto(`${server.url}/settings`);
  await page.waitForLoadState("networkidle");
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Faudit$/);
  await page.waitForFunction(() =>
    performance.getEntriesByType("navigation")[0]?.name.includes("/sign-in"),
  );
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Sign in to Control Tower" })).toBeVisible();
  await page.goForward();
  await fillIn(page, email, PASSWORD);
  await expect(page).toHaveURL(/\/audit$/);
  await expect(page.getByRole("cell", { name: /lena of the store/ }).first()).toBeVisible();
});

test("with an authenticator app a code is asked for", async ({ page }) => {
  const email = await begin(server, page, { name: "otto", role: "pharmacist" });
  await page.goto(`${server.url}/settings`);
  await expectAccessible(page);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(page.getByRole("img", { name: "The key, to be scanned" })).toBeVisible();
  await expectAccessible(page);
  const uri = await page.getByRole("link", { name: "open it in the app" }).getAttribute("href");
  const secret = new URL(uri ?? "").searchParams.get("secret") ?? "";
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel("Code").fill(totp.generate({ timestamp: Date.now() - 30_000 }));
  await page.getByRole("button", { name: "Switch on" }).click();
  await expect(page.getByText("Signing in asks for a code.")).toBeVisible();
  await page.context().clearCookies();

  await page.goto(`${server.url}/settings`);
  await fillIn(page, email, PASSWORD);
  const code = page.getByLabel("Code");
  await expect(code).toBeFocused();
  await expectAccessible(page);
  await code.fill("000000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "code is wrong" })).toBeVisible();
  await code.fill(totp.generate());
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings$/);
});

test("whoever does nothing is warned, may stay, and is signed out in every tab", async ({
  page,
}) => {
  test.setTimeout(200_000);
  await begin(server, page, { name: "ida", role: "technician" });
  const other = await page.context().newPage();
  await other.goto(`${server.url}/audit`);
  await page.bringToFront();

  const warning = page.getByRole("dialog", { name: "Are you still there?" });
  await expect(warning).toBeVisible({ timeout: 50_000 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await expect(warning).toBeHidden();
  expect((await page.request.get(`${server.url}/api/session`)).status()).toBe(200);

  await expect(page).toHaveURL(/\/sign-in\?reason=idle&callbackUrl=%2Fdashboard$/, {
    timeout: 90_000,
  });
  await expect(page.getByRole("status")).toContainText("nobody had done anything for 1 minute");
  await expectAccessible(page);
  await expect(other).toHaveURL(/\/sign-in\?reason=idle&callbackUrl=%2Faudit$/);
  expect((await page.request.get(`${server.url}/api/session`)).status()).toBe(401);
});
