import type { AuthorizationServer, SmartConfiguration } from "@/lib/contracts/oauth";
import { PERMISSIONS_BY_ROLE } from "@/lib/contracts/permission";
import { getSettings } from "@/lib/platform/settings";
import { ASSERTION_ALGORITHMS } from "./verify-assertion";

const TOKEN_PATH = "/api/oauth/token";

/** RFC 8414. @param origin of the request, for when no public address is set */
export function authorizationServer(origin: string): AuthorizationServer {
  return { ...metadata(origin), response_types_supported: [] };
}

/** SMART App Launch 2.2, backend services. */
export function smartConfiguration(origin: string): SmartConfiguration {
  return { ...metadata(origin), capabilities: ["client-confidential-asymmetric"] };
}

/** The names of our token endpoint that an assertion may be addressed to. */
export function audiencesOf(origin: string): string[] {
  return [metadata(origin).token_endpoint];
}

function metadata(origin: string) {
  const { publicUrl } = getSettings();
  const issuer = publicUrl === null ? origin : new URL(publicUrl).origin;
  return {
    issuer,
    token_endpoint: `${issuer}${TOKEN_PATH}`,
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    grant_types_supported: ["client_credentials"],
    scopes_supported: [...PERMISSIONS_BY_ROLE.admin],
  };
}
