import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitWrongCodes } from "@/lib/auth/limit-wrong-codes";
import { assertOwnCode } from "@/lib/auth/people/assert-own-code";
import { assertOwnPassword } from "@/lib/auth/people/assert-own-password";
import { inviteUser } from "@/lib/auth/people/invite-user";
import { newTimeCodeSecret } from "@/lib/auth/people/time-code";
import { getUserOf } from "@/lib/auth/people/user-repository";
import { signInWithPassword } from "@/lib/auth/sessions/sign-in-with-password";
import type { Context } from "@/lib/kernel/context";
import { ANONYMOUS } from "@/lib/kernel/create-context";
import { withoutRoom } from "../api/support/block-audit";
import { availableDatabases } from "../support/test-database";
import { refusalOf, tally } from "./support/outcomes";
import { openWorld, type TestWorld } from "./support/test-world";

const WRONG = "000000";

describe.each(await availableDatabases())("wrong guesses on $provider", (available) => {
  let world: TestWorld;
  let admin: Context;
  beforeEach(async () => {
    world = await openWorld(available);
    admin = world.as("admin");
  });
  afterEach(() => world.close());

  const from = (ip: string): Context => ({ ...admin, ...ANONYMOUS, ip });
  const signIn = (ctx: Context, given: { email: string; password: string; code?: string }) =>
    signInWithPassword(ctx, { code: "", userAgent: "", ...given });

  /** Somebody with an authenticator app, and the code that it shows now. */
  const withApp = async (email: string) => {
    const { id, initial_password: password } = await inviteUser(admin, {
      ...{ email, name: "P", role: "technician", site_ids: ["*"] },
    });
    const { secret, sealed } = newTimeCodeSecret(email);
    await world.db.user.update({
      where: { id },
      data: { totpSecret: sealed, totpEnabledAt: world.clock.now },
    });
    const { credentials } = await getUserOf(admin, id);
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = totp.generate({ timestamp: world.clock.now.getTime() });
    const actor = { kind: "user", id: `user:${id}`, role: "technician" } as const;
    const session = { id: "s", mustChangePassword: false };
    const desk: Context = { ...world.as("technician"), actor, session };
    return { id, email, password, credentials, code, desk };
  };

  it("at codes are a hundred a day of one person, from whatever addresses", async () => {
    const { id, email, password, credentials, code, desk } = await withApp("a@pharmacy.example");
    const at = (network: number) => from(`2001:db8:0:${network.toString(16)}::1`);
    expect(await signIn(at(1), { email, password, code: WRONG })).toMatchObject({
      reason: "wrong_code",
    });
    for (let i = 0; i < 98; i += 1) {
      await limitWrongCodes(id, () => null);
    }
    const guess = { userId: id, code: WRONG, credentials };
    expect(await refusalOf(assertOwnCode({ ...desk, ip: "203.0.113.7" }, guess))).toBe("invalid");
    for (const given of [WRONG, code]) {
      const refused = signIn(at(2), { email, password, code: given });
      expect(await refusalOf(refused)).toBe("too_many_requests");
    }
    expect(await refusalOf(assertOwnCode(desk, { ...guess, code }))).toBe("too_many_requests");
    // Nobody without the password learns of it, or adds to it.
    const stranger = { email, password: "a guess of mine", code };
    expect(await signIn(at(2), stranger)).toMatchObject({ reason: "wrong_password" });
    const other = await withApp("b@pharmacy.example");
    expect(await signIn(at(2), other)).toMatchObject({ kind: "signed_in" });
  });

  it("stay counted while the trail cannot be written", async () => {
    const { id, email, credentials, desk } = await withApp("a@pharmacy.example");
    const guesses: (() => Promise<unknown>)[] = [
      () => signIn(from("203.0.113.7"), { email, password: "a guess of mine" }),
      () => assertOwnPassword(desk, "body.password", { password: "a guess", credentials }),
      () => assertOwnCode(desk, { userId: id, code: WRONG, credentials }),
    ];
    await withoutRoom(world.database, async () => {
      for (const guess of guesses) {
        const tenAndOne = () => tally(Array.from({ length: 11 }, guess));
        expect(await tenAndOne()).toEqual({ unavailable: 10, too_many_requests: 1 });
        expect(await tenAndOne()).toEqual({ too_many_requests: 11 });
      }
    });
  });

  it.each([
    ["NUL in the address", { email: "a\0@pharmacy.example" }],
    ["half a character in the address", { email: "a\ud800@pharmacy.example" }],
    ["NUL in the password", { password: "a\0b" }],
    ["half a character in the password", { password: "\udc00" }],
    ["NUL in the code", { code: "\0" }],
  ])("with %s are those of an unknown person", async (_, odd) => {
    const { email, password } = await withApp("a@pharmacy.example");
    const outcome = await signIn(from("203.0.113.7"), { email, password, ...odd });
    expect(outcome).toEqual({ kind: "refused", reason: "unknown_person" });
    const refusals = await world.db.auditEntry.findMany({ where: { action: "session.refuse" } });
    expect(refusals).toMatchObject([{ subjectId: "unknown", reasonCode: "unknown_person" }]);
  });
});
