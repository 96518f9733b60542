import { expect } from "vitest";
import type { Role } from "@/lib/contracts/role";
import { request } from "../../support/api";
import { type Browser, signedIn } from "./browser";
import { KEYS } from "./keys";

export const ADMIN = { email: "ada@pharmacy.example", password: "the first one of them all" };
export const OWN_PASSWORD = "seven geese walk to market";

/** What makes a server that has no people begin with one. */
export const FIRST_ADMIN: Readonly<Record<string, string>> = {
  BLADNIR_ADMIN_EMAIL: ADMIN.email,
  BLADNIR_ADMIN_PASSWORD: ADMIN.password,
};

interface Person {
  id: string;
  email: string;
  password: string;
}

let count = 0;

/** Invites a person with the administrator's key. */
export async function invite(
  server: { readonly url: string },
  role: Role,
  more: { email?: string; site_ids?: string[] } = {},
): Promise<Person> {
  count += 1;
  const body = { email: `person${count}@pharmacy.example`, name: `Person ${count}`, role, ...more };
  const answer = await request(server, "POST", "/api/users", body, { "x-api-key": KEYS.admin });
  expect(answer.status, answer.text).toBe(201);
  return { id: answer.json.id, email: body.email, password: answer.json.initial_password };
}

/** A person who has signed in and chosen a password of their own. */
export async function newcomer(
  server: { readonly url: string },
  role: Role,
): Promise<Person & { browser: Browser }> {
  const person = await invite(server, role);
  const browser = await signedIn(server, person);
  const change = { current: person.password, new: OWN_PASSWORD };
  const answer = await browser.post("/api/session/password", change);
  expect(answer.status, answer.text).toBe(200);
  return { ...person, password: OWN_PASSWORD, browser };
}
