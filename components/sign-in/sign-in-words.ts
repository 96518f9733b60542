const WORDS: Readonly<Record<string, string>> = {
  wrong_password:
    "The e-mail address or the password is wrong. Try again, or ask an administrator for a new password.",
  wrong_code: "The code is wrong or has been used. Wait for the next one that the app shows.",
  disabled: "This account is disabled. Ask an administrator.",
  changed_meanwhile: "Your account has just been changed. Sign in again.",
  too_many_requests:
    "Too many attempts. Wait five minutes, then try again; if it goes on, ask an administrator.",
  unavailable: "Signing in does not work at the moment. Try again in a few seconds.",
  unreachable: "The server cannot be reached. Check the connection and try again.",
  no_role:
    "Your company account is in no group that may use Control Tower. Ask whoever manages its groups.",
  no_email: "Your company account has no e-mail address. Ask whoever manages it.",
  bad_email:
    "Your company account's e-mail address cannot be used here. Ask whoever manages the account.",
  email_unverified:
    "Your company account's e-mail address is not verified. Verify it there, then sign in again.",
  no_site: "Your company account names no store. Ask whoever manages it.",
  too_many_sites:
    "Your company account names more stores than an account can hold. Ask whoever manages it to name all of them by *.",
  email_taken:
    "Another account here has your e-mail address. Sign in with its password, or ask an administrator.",
};

const COMPANY_ACCOUNT =
  "Your company account could not be checked. Try again, or sign in with a password.";

/** What to do after a refusal; a word that only the identity provider's answer can cause is the rest. */
export function signInWords(error: string): string {
  return (Object.hasOwn(WORDS, error) ? WORDS[error] : undefined) ?? COMPANY_ACCOUNT;
}
