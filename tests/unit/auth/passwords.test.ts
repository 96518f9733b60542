import { describe, expect, it } from "vitest";
import { assertGoodPassword, isShortPassword } from "@/lib/auth/passwords/assert-good-password";
import { hashPassword, isOutdatedHash, verifyPassword } from "@/lib/auth/passwords/hash-password";
import { newInitialPassword } from "@/lib/auth/passwords/new-initial-password";

const alone = { email: "maria.keller@pharmacy.example", hasSecondFactor: false };
const withCode = { ...alone, hasSecondFactor: true };
const check =
  (password: string, owner = alone) =>
  () =>
    assertGoodPassword("body.new", password, owner);

describe("a password", () => {
  it.each([
    "seven geese walk",
    "aaaaaaaaaaaaaab seven",
    "žluťoučký kůň pěl",
    "🐎🐎🐄🐖🐓🐕🐈🦆🦢🦉🐝🐛🦋🐌🐞",
    "correct horses battery stapler",
    " leading and trailing ",
    "x".repeat(9) + "seven geese walk".repeat(10),
  ])("needs no capital, digit or sign: %j", (password) => {
    expect(check(password)).not.toThrow();
  });

  it.each(["fourteen chars", "short", "", "🐎🐎🐎🐎🐎🐎🐎🐎"])(
    "of fewer than fifteen characters does not stand alone: %j",
    (password) => {
      expect(check(password)).toThrow(/at least 15 characters/);
      expect(isShortPassword(password)).toBe(true);
    },
  );

  it("of eight does beside a second factor, of seven never", () => {
    expect(check("walk7gee", withCode)).not.toThrow();
    expect(check("walk7ge", withCode)).toThrow(/at least 8 characters/);
  });

  it.each([
    "passwordpassword",
    "Passwordpassword1!",
    "aaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "123456789012345",
    "abcdefghijklmnopq",
    "qwertyuiopasdfghjkl",
    "maria.keller@pharmacy.example",
    "Maria.Keller@Pharmacy.Example123",
    "control tower 12345",
    "correct horse battery staple",
  ])("that anybody would try first is refused: %j", (password) => {
    expect(check(password)).toThrow(/among the first/);
  });

  it.each(["password1", "qwertyuiop", "12345678", "mariakeller", "Welcome2026!"])(
    "that anybody would try first is refused beside a second factor too: %j",
    (password) => {
      expect(check(password, withCode)).toThrow(/among the first/);
    },
  );

  it("that the product makes up itself is good enough, and never the same twice", () => {
    const made = new Set(Array.from({ length: 50 }, newInitialPassword));
    expect(made.size).toBe(50);
    for (const password of made) {
      expect(password).toMatch(/^[a-z2-9]{5}(?:-[a-z2-9]{5}){3}$/);
      expect(check(password)).not.toThrow();
    }
  });
});

describe("a stored password", () => {
  it("is known again, and by nothing else", async () => {
    const hash = await hashPassword("seven geese walk");
    expect(hash).toMatch(/^scrypt\$15\$8\$3\$/);
    expect(hash).not.toContain("geese");
    expect(await verifyPassword("seven geese walk", hash)).toBe(true);
    for (const wrong of ["seven geese wal", "Seven geese walk", "", "seven geese walk "]) {
      expect(await verifyPassword(wrong, hash)).toBe(false);
    }
  });

  it("is salted: the same password is never stored the same", async () => {
    expect(await hashPassword("seven geese walk")).not.toBe(await hashPassword("seven geese walk"));
  });

  it("is the same however a keyboard composes its letters", async () => {
    const hash = await hashPassword("caf\u00e9 sept oies marchent");
    expect(await verifyPassword("cafe\u0301 sept oies marchent", hash)).toBe(true);
  });

  it("of nobody is nobody's, even the one that its stand-in was made of", async () => {
    expect(await verifyPassword("", null)).toBe(false);
    expect(await verifyPassword("seven geese walk", null)).toBe(false);
  });

  it("is outdated when it cost less than today's", async () => {
    const hash = await hashPassword("seven geese walk");
    expect(isOutdatedHash(hash)).toBe(false);
    expect(isOutdatedHash(hash.replace("scrypt$15$8$3", "scrypt$14$8$3"))).toBe(true);
    expect(isOutdatedHash(hash.replace("scrypt$15$8$3", "scrypt$17$8$1"))).toBe(false);
  });

  it("that cannot be read is a fault, not a wrong password", async () => {
    await expect(verifyPassword("x", "plain")).rejects.toThrow(/cannot be read/);
  });
});
