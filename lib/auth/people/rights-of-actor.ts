import type { Context, Principal } from "@/lib/kernel/context";
import { DEFAULT_TENANT, DEMO_PRINCIPAL } from "@/lib/kernel/create-context";
import { getSettings } from "@/lib/platform/settings";
import { findMachineClientOf } from "../clients/machine-client-repository";
import { rightsOf } from "../grant";
import { findApiKey } from "../keys/api-key-repository";
import { isLive } from "../keys/principal-of-stored-key";
import { isVouchedFor } from "./is-vouched-for";
import { principalOf } from "./user";
import { findUser } from "./user-repository";

type Rights = Pick<Principal, "actor" | "sites">;

/**
 * What a person, a key or a partner system of the caller's tenant may do now, whatever it was when
 * they acted.
 * @returns null for who may do nothing any more: disabled, with a password that somebody else gave
 *   them, a company account that nobody has vouched for in 30 days, revoked, expired, or gone
 */
export async function rightsOfActor(ctx: Context, actorId: string): Promise<Rights | null> {
  const [, kind, id = ""] = /^(user|api_key|client):(.+)$/.exec(actorId) ?? [];
  switch (kind) {
    case "user":
      return rightsOfPerson(ctx, id);
    case "api_key":
      return rightsOfEnvironmentKey(ctx, id) ?? rightsOfStoredKey(ctx, id);
    case "client":
      return rightsOfClient(ctx, id);
    default:
      return null;
  }
}

async function rightsOfPerson(ctx: Context, id: string): Promise<Rights | null> {
  if (getSettings().mode === "demo" && DEMO_PRINCIPAL.actor.id === `user:${id}`) {
    return DEMO_PRINCIPAL;
  }
  const user = await findUser(ctx, id);
  const mayWork = user?.status === "active" && !user.mustChangePassword;
  return mayWork && isVouchedFor(user, ctx.now()) ? principalOf(user) : null;
}

function rightsOfEnvironmentKey({ tenantId }: Context, id: string): Rights | null {
  const known = getSettings().apiKeys.find((key) => key.id === id);
  return known && tenantId === DEFAULT_TENANT
    ? { actor: { kind: "api_key", id: `api_key:${id}`, role: known.role }, sites: "*" }
    : null;
}

async function rightsOfStoredKey(ctx: Context, id: string): Promise<Rights | null> {
  const key = await findApiKey(ctx, id);
  return key && isLive(key, ctx.now())
    ? { actor: { kind: "api_key", id: `api_key:${id}`, ...rightsOf(key) }, sites: key.sites }
    : null;
}

async function rightsOfClient(ctx: Context, id: string): Promise<Rights | null> {
  const client = await findMachineClientOf(ctx, id);
  return client?.isEnabled
    ? { actor: { kind: "client", id: `client:${id}`, ...rightsOf(client) }, sites: client.sites }
    : null;
}
