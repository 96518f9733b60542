export const MIN_SECRET_LENGTH = 32;
const MIN_DIFFERENT_CHARACTERS = 8;
/** Of a random secret more is left even where it doubles a character here and there. */
const MIN_UNREPEATED_LENGTH = 20;

/** What stands in examples until somebody puts a secret there; long enough to be in no random one. */
const PLACEHOLDER =
  /change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|it)|passw[o0]rd|s[e3]cr[e3]t|placeholder|example|default|letmein|qwerty/gi;
const REPEATED = /(.{1,64}?)\1+/gs;

/** What a secret has to be, for whoever gave a weak one. */
export const SECRET_WANTED = `at least ${MIN_SECRET_LENGTH} random characters, ${MIN_DIFFERENT_CHARACTERS} of them different, and neither a placeholder nor a piece over and over`;

/** Guessing a secret must be out of the question; a known word or a repetition adds nothing to it. */
export function isWeakSecret(text: string): boolean {
  const own = text.replaceAll(PLACEHOLDER, "");
  return (
    own.length < MIN_SECRET_LENGTH ||
    new Set(own).size < MIN_DIFFERENT_CHARACTERS ||
    own.replaceAll(REPEATED, "$1").length < MIN_UNREPEATED_LENGTH
  );
}
