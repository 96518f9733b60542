import { expect, type Page } from "@playwright/test";
import { type RunningServer, startServer } from "../../support/server";

const ADMIN_KEY = "administrator-0123456789-abcdefgh";
export const ADMIN = { email: "ada@pharmacy.example", password: "the first one of them all" };
export const PASSWORD = "seven geese walk to market";

/** A server that people sign in on, whose sessions end after a minute of nothing. */
export function startWithPeople(): Promise<RunningServer> {
  return startServer({
    env: {
      ENVIRONMENT: "development",
      BLADNIR_ADMIN_KEY: ADMIN_KEY,
      BLADNIR_ADMIN_EMAIL: ADMIN.email,
      BLADNIR_ADMIN_PASSWORD: ADMIN.password,
      SESSION_IDLE_MINUTES: "1",
    },
  });
}

/** Sends JSON as the administrator's key. */
export async function send<T>(server: RunningServer, path: string, body: object): Promise<T> {
  const answer = await fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": ADMIN_KEY },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as T;
}

export async function fillIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Invites somebody, signs them in and lets them choose their password. @returns their address */
export async function begin(
  server: RunningServer,
  page: Page,
  { name, role }: { name: string; role: string },
): Promise<string> {
  const email = `${name}@pharmacy.example`;
  const { initial_password } = await send<{ initial_password: string }>(server, "/api/users", {
    email,
    name: `${name} of the store`,
    role,
  });
  await page.goto(`${server.url}/sign-in`);
  await fillIn(page, email, initial_password);
  await expect(page).toHaveURL(/\/settings\/password$/);
  await page.getByLabel("Current password").fill(initial_password);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
  return email;
}
