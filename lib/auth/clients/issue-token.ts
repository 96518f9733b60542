import type { TokenAnswer, TokenRequest } from "@/lib/contracts/oauth";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { limitFailures } from "../limit-failed-attempts";
import { signAccessToken, TOKEN_SECONDS } from "./access-token";
import type { MachineClient } from "./machine-client-repository";
import { audiencesOf } from "./oauth-metadata";
import { permissionsIn, permissionsOf } from "./scope";
import { verifyAssertion } from "./verify-assertion";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Gives a partner system a token for an assertion that it has signed (SMART backend services).
 * @param origin of the request, for when no public address is set
 * @throws AppError with the name that RFC 6749 has for it
 */
export async function issueToken(
  ctx: Context,
  input: TokenRequest,
  origin: string,
): Promise<TokenAnswer> {
  const assertion = assertionIn(input);
  const client = await limitFailures(ctx.ip, () =>
    verifyAssertion(ctx, assertion, audiencesOf(origin)),
  );
  if (client === null || (input.client_id !== undefined && input.client_id !== client.id)) {
    throw refusal(
      "invalid_client",
      "The assertion was refused. Check its iss, sub, aud, exp and kid, give each a new jti, and ask whether the client is enabled.",
    );
  }
  const scope = scopeOf(client, input.scope);
  return {
    access_token: await signAccessToken({ clientId: client.id, scope }, ctx.now()),
    token_type: "bearer",
    expires_in: TOKEN_SECONDS,
    scope: scope ?? permissionsOf(client).join(" "),
  };
}

function assertionIn(input: TokenRequest): string {
  if (input.grant_type === undefined) {
    throw refusal("invalid_request", "grant_type is missing; send client_credentials.");
  }
  if (input.grant_type !== "client_credentials") {
    throw refusal("unsupported_grant_type", "Only client_credentials is granted here.");
  }
  if (input.client_assertion_type !== ASSERTION_TYPE) {
    throw refusal("invalid_request", `client_assertion_type must be ${ASSERTION_TYPE}.`);
  }
  if (!input.client_assertion) {
    throw refusal("invalid_request", "client_assertion is missing; send a signed JWT.");
  }
  return input.client_assertion;
}

/** What was asked for, when the client has all of it; null = all that it has. */
function scopeOf(client: MachineClient, asked: string | undefined): string | null {
  if (asked === undefined || asked.trim() === "") {
    return null;
  }
  const own = permissionsOf(client);
  const permissions = permissionsIn(asked);
  const beyond = permissions?.find((permission) => !own.includes(permission));
  if (permissions === null || beyond) {
    throw refusal(
      "invalid_scope",
      `A scope holds permissions that the client has: ${own.join(" ")}. Ask for these or fewer.`,
    );
  }
  return permissions.join(" ");
}

function refusal(oauthError: string, message: string): AppError {
  const code = oauthError === "invalid_client" ? "unauthenticated" : "bad_request";
  return new AppError(code, message, [], { oauthError });
}
