import { z } from "zod";
import { defineContract } from "./contract";

const MAX_ASSERTION = 8192;

/** What is missing or wrong in it is told as RFC 6749 has it, so nothing here is required. */
const tokenBody = z.object({
  grant_type: z.string().max(100).optional().meta({ description: "client_credentials" }),
  client_assertion_type: z.string().max(200).optional(),
  client_assertion: z.string().max(MAX_ASSERTION).optional(),
  client_id: z.string().max(64).optional(),
  scope: z
    .string()
    .max(4000)
    .optional()
    .meta({ description: "Names of permissions, with spaces between; fewer than the client has" }),
});
export type TokenRequest = z.infer<typeof tokenBody>;

const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal("bearer"),
    expires_in: z.int().meta({ description: "Seconds" }),
    scope: z.string(),
  })
  .meta({ id: "AccessToken" });
export type TokenAnswer = z.infer<typeof tokenAnswer>;

const shared = { tag: "access", permission: "public" } as const;

export const tokenContract = defineContract({
  method: "POST",
  path: "/api/oauth/token",
  operationId: "createAccessToken",
  summary: "Give a partner system an access token for a signed assertion (private_key_jwt)",
  ...shared,
  body: tokenBody,
  bodyOptional: true,
  isOAuth: true,
  success: {
    status: 200,
    answer: tokenAnswer,
    description: "A token for the Authorization: Bearer header",
  },
  errors: ["bad_request", "unauthenticated", "too_many_requests", "unavailable"],
  example: {
    body: {
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: "eyJ….eyJ….…",
      scope: "cases:read events:read",
    },
    answer: {
      access_token: "eyJ….eyJ….…",
      token_type: "bearer",
      expires_in: 300,
      scope: "cases:read events:read",
    },
  },
});

const metadata = {
  issuer: z.string(),
  token_endpoint: z.string(),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  scopes_supported: z.array(z.string()),
};

const authorizationServer = z
  .object({ ...metadata, response_types_supported: z.array(z.string()) })
  .meta({ id: "AuthorizationServer" });
export type AuthorizationServer = z.infer<typeof authorizationServer>;

export const authorizationServerContract = defineContract({
  method: "GET",
  path: "/api/oauth/authorization-server",
  operationId: "getAuthorizationServer",
  summary: "Where and how tokens are given (RFC 8414), also at /.well-known",
  ...shared,
  success: { status: 200, answer: authorizationServer, description: "RFC 8414" },
});

const smartConfiguration = z
  .object({ ...metadata, capabilities: z.array(z.string()) })
  .meta({ id: "SmartConfiguration" });
export type SmartConfiguration = z.infer<typeof smartConfiguration>;

export const smartConfigurationContract = defineContract({
  method: "GET",
  path: "/api/oauth/smart-configuration",
  operationId: "getSmartConfiguration",
  summary: "The same in the words of SMART App Launch, also at /.well-known",
  ...shared,
  success: { status: 200, answer: smartConfiguration, description: "SMART App Launch 2.2" },
});
