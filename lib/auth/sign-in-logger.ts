import type { NextAuthOptions } from "next-auth";
import { getLogger } from "@/lib/platform/logger";

/** How the libraries' own messages begin; what follows may be what a visitor has sent. */
const CAUSES = [
  ...["state mismatch", "nonce mismatch", "iss mismatch", "state missing from the response"],
  ...["State cookie was missing", "State value could not be parsed"],
  ...["PKCE code_verifier cookie was missing", "PKCE code_verifier value could not be parsed"],
  ...["Nonce cookie was missing", "Nonce value could not be parsed"],
  ...["invalid_grant", "invalid_client", "invalid_request", "unauthorized_client"],
  ...["outgoing request timed out", "expected 200 OK", "id_token issued in the future"],
];
const SYSTEM_CODE = /^E[A-Z_]{2,30}$/;

/** The library's own logger writes what a request held; this one writes what went wrong. */
export const signInLogger: NonNullable<NextAuthOptions["logger"]> = {
  error: (code, metadata) => {
    const error = metadata instanceof Error ? metadata : metadata.error;
    getLogger().warn({ code, cause: causeOf(error) }, "sign-in");
  },
  warn: (code) => getLogger().debug({ code }, "sign-in"),
  debug: () => undefined,
};

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return "unknown";
  }
  const known = CAUSES.find((cause) => error.message.startsWith(cause));
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return known ?? (SYSTEM_CODE.test(code) ? code : "other");
}
