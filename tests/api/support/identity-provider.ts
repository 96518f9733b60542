import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

interface Account {
  email?: string;
  name?: string;
  groups?: string[];
}

/** A real OpenID provider on a port of its own. */
export interface IdentityProvider {
  readonly issuer: string;
  /** whoever comes is taken for this one */
  account: { id: string; claims: Account };
  /** from then on it knows the product's server */
  trust(serverUrl: string): void;
  stop(): Promise<void>;
}

export const OIDC_CLIENT = { id: "control-tower", secret: "secret-of-the-test-client-0123456789" };
const SCOPES = "openid email profile";

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idp: IdentityProvider = {
    issuer,
    account: { id: "nobody", claims: {} },
    trust: (serverUrl) => serve(server, idp, serverUrl),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return idp;
}

function serve(server: Server, idp: IdentityProvider, serverUrl: string): void {
  const provider = providerFor(idp, serverUrl);
  const answer = provider.callback();
  server.removeAllListeners("request");
  server.on("request", async (request, response) => {
    if (!request.url?.startsWith("/interaction/")) {
      answer(request, response);
      return;
    }
    const { params } = await provider.interactionDetails(request, response);
    const accountId = idp.account.id;
    const grant = new provider.Grant({ accountId, clientId: String(params["client_id"]) });
    grant.addOIDCScope(SCOPES);
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId }, consent });
  });
}

function providerFor(idp: IdentityProvider, serverUrl: string): Provider {
  return new Provider(idp.issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.id,
        client_secret: OIDC_CLIENT.secret,
        redirect_uris: [`${serverUrl}/api/auth/callback/oidc`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email"], profile: ["name", "groups"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["test"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...idp.account.claims }),
    }),
  });
}
