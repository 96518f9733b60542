import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "@/generated/routes";
import { allContracts } from "@/lib/contracts/all-contracts";
import { isAppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { DEMO_PRINCIPAL, NOWHERE } from "@/lib/kernel/create-context";
import { KEYS, PRODUCTION } from "../api/support/keys";
import { readSources } from "../support/source-files";
import { sqlite } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

/** Credentials that were given none of their role's permissions, and a database that nobody may touch. */
const POWERLESS: Context = {
  ...DEMO_PRINCIPAL,
  ...NOWHERE,
  actor: { ...DEMO_PRINCIPAL.actor, permissions: new Set() },
  requestId: "test",
  source: "api",
  now: () => new Date(0),
  newId: () => "id",
  get db(): never {
    throw new Error("the database was asked before the permission");
  },
};

/** The transaction itself, and signing in, which makes the caller. */
const WITHOUT_CALLER: ReadonlySet<string> = new Set([
  ...["inTransaction", "signInWithOidc"],
  // Parts of services that have asked before.
  ...["assertRoomForKey", "assertOwnCode"],
]);

const EXPORTED = /export (?:async )?function (\w+)\(\s*ctx: Context/g;
const services = readSources("lib", ".ts")
  .filter(({ code }) => code.includes("inTransaction(ctx"))
  .flatMap(({ path, code }) =>
    [...code.matchAll(EXPORTED)].map(([, name = ""]) => [name, path] as const),
  )
  .filter(([name]) => !WITHOUT_CALLER.has(name));

/** Stands for any argument. */
const anything: unknown = new Proxy(() => anything, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => "x" : anything),
});

describe("services that change something refuse by themselves", () => {
  test("there are many", () => expect(services.length).toBeGreaterThan(25));

  test.each(services)("%s (%s)", async (name, path) => {
    const module: Record<string, unknown> = await import(`../../${path}`);
    const service = module[name] as (...given: unknown[]) => unknown;
    const refused = await Promise.resolve()
      .then(() => service(POWERLESS, anything, anything, anything))
      .catch((error: unknown) => error);
    expect(isAppError(refused) && refused.code, String(refused)).toBe("forbidden");
  });
});

describe("route handlers refuse by themselves, without what stands before them", async () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld(sqlite, { ...PRODUCTION, NEXTAUTH_URL: "http://localhost" });
  });
  afterAll(() => world.close());

  const closed = allContracts.filter(({ permission }) => permission !== "public");
  const call = ({ method, path }: (typeof closed)[number], headers: Record<string, string>) => {
    const route = routes.find(({ pattern }) => pattern === path);
    const handler = route?.module[method];
    const url = `http://localhost${path.replace(/\{\w+\}/g, "1")}`;
    return handler?.(new Request(url, { method, headers }), { params: Promise.resolve({}) });
  };

  test.each(closed.map((one) => [`${one.method} ${one.path}`, one] as const))(
    "%s",
    async (_, contract) => {
      expect((await call(contract, {}))?.status).toBe(401);
      const isForReaders = ["cases:read", "gates:read", "settings:read", "ame:read", "rules:read"]
        .concat("events:read", "account:own")
        .includes(contract.permission);
      if (!isForReaders) {
        expect((await call(contract, { "x-api-key": KEYS.read_only }))?.status).toBe(403);
      }
    },
  );
});
