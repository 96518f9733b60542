import { Secret, TOTP } from "otpauth";
import { expect } from "vitest";
import type { Role } from "@/lib/contracts/role";
import type { Database } from "@/lib/db/open-database";
import { type ApiAnswer, type ApiMethod, request } from "../../support/api";
import type { RunningServer } from "../../support/server";
import type { Browser } from "./browser";
import { post } from "./cases";
import { createFixture } from "./fixture";
import { KEYS } from "./keys";
import { invite, newcomer, OWN_PASSWORD } from "./people";

/** Two processes on one database: one knows nobody, the other knows keys and people. */
export interface Servers {
  demo: RunningServer;
  live: RunningServer;
  db: Database;
}

/** A request that changes something as soon as it may. */
export type Change = () => Promise<ApiAnswer>;
export type Prepare = (servers: Servers) => Promise<Change>;

export const KEY = { name: "Till", role: "technician" };
export const OWN_KEY = { ...KEY, password: OWN_PASSWORD };

/** @returns the answer's body; it must be a success */
export async function done(change: Change): Promise<ApiAnswer["json"]> {
  const { status, text, json } = await change();
  expect(status, text).toBeLessThan(300);
  return json;
}

/** Sent with the administrator's key. */
export function byKey(live: RunningServer, method: ApiMethod, path: string, body?: object): Change {
  return () => request(live, method, path, body, { "x-api-key": KEYS.admin });
}

type Person = Awaited<ReturnType<typeof newcomer>>;
const people = new WeakMap<RunningServer, Map<Role, Promise<Person>>>();

/** Someone who is signed in and stays as they are; a password takes its time. */
export function person(live: RunningServer, role: Role): Promise<Person> {
  const known = people.get(live) ?? new Map<Role, Promise<Person>>();
  const one = known.get(role) ?? newcomer(live, role);
  people.set(live, known.set(role, one));
  return one;
}

/** Sent by a person. */
export function ofPerson(path: string, body?: object): Prepare {
  return async ({ live }) => {
    const { browser } = await person(live, "technician");
    return () => browser.post(path, body);
  };
}

type Named = Record<string, Prepare>;

export function ofRule(operationId: string, method: ApiMethod, change?: object): Named {
  const prepare: Prepare = async ({ demo }) => {
    const { known } = await createFixture(demo);
    const { rule_id, condition, action } = known;
    const body = change && { name: `Rule ${rule_id}`, condition, action, ...change };
    return () => request(demo, method, `/api/rules/${rule_id}`, body);
  };
  return { [operationId]: prepare };
}

export function ofUser(operationId: string, method: ApiMethod, path: string, body: object): Named {
  const prepare: Prepare = async ({ live }) => {
    const { id } = await invite(live, "technician");
    return byKey(live, method, `/api/users/${id}${path}`, body);
  };
  return { [operationId]: prepare };
}

export function ofKey(operationId: string, path: string, body: object): Named {
  const prepare: Prepare = async ({ live }) => {
    const { id } = await done(byKey(live, "POST", "/api/keys", KEY));
    return byKey(live, "POST", `/api/keys/${id}${path}`, body);
  };
  return { [operationId]: prepare };
}

export function ofWebhook(operationId: string, method: ApiMethod, path = "", body?: object): Named {
  const prepare: Prepare = async ({ demo }) => {
    const webhook = await newWebhook(demo);
    return () => request(demo, method, `${webhook}${path}`, body);
  };
  return { [operationId]: prepare };
}

async function newWebhook(demo: RunningServer): Promise<string> {
  const { id } = await post(demo, "/api/webhooks", { url: "https://hooks.invalid/tower" });
  return `/api/webhooks/${id}`;
}

/** A delivery that is not tried any more, and its endpoint's path. */
export async function deadDelivery({ demo, db }: Servers) {
  const path = await newWebhook(demo);
  const { id } = await post(demo, `${path}/test`);
  await db.webhookDelivery.update({ where: { id }, data: { status: "dead" } });
  return { path, delivery: Number(id) };
}

/** A job that nobody runs. */
export async function waitingJob({ demo }: Servers): Promise<number> {
  const { id } = await post(demo, "/api/dashboard/seed");
  const body = { workflow_id: id, cycles: 1000 };
  const headers = { prefer: "respond-async" };
  const path = "/api/dashboard/simulate";
  const { job } = await done(() => request(demo, "POST", path, body, headers));
  return job.id;
}

/** A refill that waits for its prescriber. @returns the case's id */
export async function startRefill(demo: RunningServer): Promise<number> {
  const body = { scenario_key: "kroger_refill_atorvastatin" };
  return (await post(demo, "/api/kroger/start", body)).id;
}

/** Opens a gate past its approval, for some minutes. */
export function breakGlass(browser: Browser, gate: string): Change {
  const body = {
    kind: "gate",
    subject: gate,
    reason_code: "patient_safety",
    reason: "Insulin",
    minutes: 5,
  };
  return () => browser.post("/api/governance/break-glass", body);
}

/** Someone with an authenticator app whose first code is still to come. */
export async function withApp(live: RunningServer) {
  const { browser } = await newcomer(live, "technician");
  const begin = () => browser.post("/api/session/totp", { password: OWN_PASSWORD });
  const { secret } = await done(begin);
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const codeOf = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
  return { browser, codeOf };
}
