import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginSecondFactor } from "@/lib/auth/people/begin-second-factor";
import { confirmSecondFactor } from "@/lib/auth/people/confirm-second-factor";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { resetPassword } from "@/lib/auth/people/reset-password";
import { getUserOf } from "@/lib/auth/people/user-repository";
import { pruneSessions } from "@/lib/auth/sessions/prune-sessions";
import { signInWithPassword } from "@/lib/auth/sessions/sign-in-with-password";
import { startSession } from "@/lib/auth/sessions/start-session";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { availableDatabases } from "../support/test-database";
import { beforeTransaction } from "./support/before-transaction";
import { comeAs } from "./support/company-account";
import { refusalOf } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

describe.each(await availableDatabases())("a sign-in on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeAll(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterAll(() => world.close());

  const invite = (email: string) =>
    inviteUser(admin, { email, name: "P", role: "technician", site_ids: ["*"] });

  it("is refused when the password was reset while it was judged", async () => {
    const { id } = await invite("a@pharmacy.example");
    const { user, credentials: judged } = await getUserOf(admin, id);
    await resetPassword(admin, id, { remove_second_factor: false });
    const late = { user, method: "password", userAgent: "", judged, newHash: "old" } as const;
    expect(await refusalOf(startSession(admin, late))).toBe("unauthenticated");
    const now = await getUserOf(admin, id);
    expect(now.credentials.passwordHash).not.toBe("old");
    expect(await world.db.userSession.count({ where: { userId: id } })).toBe(0);
  });

  it("with a company account is refused when the person was disabled while it was judged", async () => {
    await comeAs(world, "left", {});
    const { id } = await world.db.user.findFirstOrThrow({ where: { oidcSubject: "left" } });
    await world.db.userSession.deleteMany({ where: { userId: id } });
    const disable = () => world.db.user.update({ where: { id }, data: { status: "disabled" } });
    const db = beforeTransaction(world.db, disable, { nth: 2 });
    expect(await comeAs(world, "left", {}, { db })).toEqual({
      kind: "refused",
      reason: "changed_meanwhile",
    });
    expect(await world.db.userSession.count({ where: { userId: id } })).toBe(0);
    const told = { action: "session.refuse", reasonCode: "changed_meanwhile", subjectId: id };
    expect(await world.db.auditEntry.findMany({ where: told })).toMatchObject([
      { outcome: "denied", after: { method: "oidc" } },
    ]);
  });

  it("with a company account makes one account, however many come first at once", async () => {
    const first = () => comeAs(world, "first", { name: "Ann" });
    const outcomes = await Promise.all([first(), first(), first(), first()]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(4).fill("signed_in"));
    const [user, ...others] = await world.db.user.findMany({ where: { oidcSubject: "first" } });
    expect(others).toEqual([]);
    expect(await world.db.userSession.count({ where: { userId: user?.id ?? "" } })).toBe(4);
    const made = { action: "user.create", subjectId: user?.id ?? "" };
    expect(await world.db.auditEntry.count({ where: made })).toBe(1);
  });

  // SQLite lets no other transaction in between.
  if (available.provider !== "sqlite") {
    it("with a company account finds what was made between its looks by subject and by address", async () => {
      let first: ReturnType<typeof comeAs> | null = null;
      const db = world.db.$extends({
        query: {
          user: {
            async findUnique({ args, query }) {
              first ??= comeAs(world, "between", {});
              await first;
              return query(args);
            },
          },
        },
      }) as unknown as Context["db"];
      expect((await comeAs(world, "between", {}, { db })).kind).toBe("signed_in");
      expect(await first).toMatchObject({ kind: "signed_in" });
      expect(await world.db.user.count({ where: { oidcSubject: "between" } })).toBe(1);
    });
  }

  it("with one address, of two company accounts, is one's alone", async () => {
    const claims = { email: "both@d.example" };
    const outcomes = await Promise.all([
      comeAs(world, "one", claims),
      comeAs(world, "other", claims),
    ]);
    const refused = outcomes.filter(({ kind }) => kind === "refused");
    expect(refused).toEqual([{ kind: "refused", reason: "email_taken" }]);
  });

  it("lets nobody at an open desk set up an app without the password, or guess its codes", async () => {
    const { id, email, initial_password: password } = await invite("b@pharmacy.example");
    const signIn = { email, password, code: "", userAgent: "" };
    const outcome = await signInWithPassword({ ...admin, ...ANONYMOUS }, signIn);
    const session = outcome.kind === "signed_in" ? outcome.sessionId : "";
    const desk: Context = {
      ...world.as("technician"),
      actor: { kind: "user", id: `user:${id}`, role: "technician" },
      session: { id: session, mustChangePassword: false },
    };
    expect(await refusalOf(beginSecondFactor(desk, "a guess of mine"))).toBe("invalid");
    const wrong = { where: { action: "user.refuse_password" } };
    expect(await world.db.auditEntry.findMany(wrong)).toMatchObject([
      { actorId: `user:${id}`, subjectId: id, outcome: "denied", reasonCode: "wrong_password" },
    ]);
    await beginSecondFactor(desk, password);
    const refusals: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      refusals.push(String(await refusalOf(confirmSecondFactor(desk, "000000"))));
    }
    expect(refusals[0]).toBe("invalid");
    expect(refusals.at(-1)).toBe("too_many_requests");
    const recorded = await world.db.auditEntry.count({ where: { action: "user.refuse_code" } });
    expect(recorded).toBe(refusals.filter((code) => code === "invalid").length);
    world.advanceMinutes(24 * 60);
    expect(await pruneSessions(admin, AbortSignal.timeout(60_000))).toBeGreaterThan(0);
    expect(await world.db.userSession.count({ where: { id: session } })).toBe(0);
  });
});
