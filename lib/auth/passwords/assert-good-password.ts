import { invalidField } from "@/lib/kernel/app-error";
import { COMMON_PASSWORDS } from "./common-passwords";

/** NIST SP 800-63B-4, 3.1.1.2: fifteen where the password stands alone, eight beside a second factor. */
export const MIN_LENGTH_ALONE = 15;
const MIN_LENGTH_WITH_CODE = 8;
const PRODUCT_NAMES = ["controltower", "bladnirtech", "bladnir"];

interface Owner {
  email: string;
  hasSecondFactor: boolean;
}

/**
 * Length counts, not composition.
 * @throws AppError invalid, saying what would do
 */
export function assertGoodPassword(path: string, password: string, owner: Owner): void {
  const least = owner.hasSecondFactor ? MIN_LENGTH_WITH_CODE : MIN_LENGTH_ALONE;
  if (lengthOf(password) < least) {
    const hint = owner.hasSecondFactor
      ? ""
      : ` With an authenticator app switched on, ${MIN_LENGTH_WITH_CODE} are enough.`;
    throw invalidField(
      path,
      "too_short",
      `The password needs at least ${least} characters; a few words in a row do well.${hint}`,
    );
  }
  if (isGuessable(password, owner.email)) {
    throw invalidField(
      path,
      "too_common",
      "This password is among the first that anybody would try; choose one that has nothing to do with you or the product.",
    );
  }
}

/** True when a password of this length must not stand alone. */
export function isShortPassword(password: string): boolean {
  return lengthOf(password) < MIN_LENGTH_ALONE;
}

/** In characters as people count them, not in UTF-16 units. */
function lengthOf(password: string): number {
  return [...password.normalize("NFKC")].length;
}

const REPEATED = /^(.{1,4})\1+.{0,3}$/su;

function isGuessable(password: string, email: string): boolean {
  const text = password.normalize("NFKC").toLowerCase();
  const stem = text.replace(/[^a-z]+$/, "");
  const letters = text.replaceAll(/[^a-z]/g, "");
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const own = [email, local, domain, domain.split(".")[0] ?? ""].flatMap((word) => [
    word,
    word.replaceAll(/[^a-z]/g, ""),
  ]);
  const words = new Set([
    ...COMMON_PASSWORDS,
    ...PRODUCT_NAMES,
    ...own.filter((one) => one !== ""),
  ]);
  return (
    REPEATED.test(text) || isSequence(text) || [text, stem, letters].some((one) => words.has(one))
  );
}

/** "123456789012345", "abcdefghijklmno" and the like, either way round. */
function isSequence(text: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i += 1) {
    steps.add((text.charCodeAt(i) - text.charCodeAt(i - 1) + 10) % 10);
  }
  return steps.size === 1 && (steps.has(1) || steps.has(9)) && /^(?:\d+|[a-z]+)$/.test(text);
}
