import type { Principal } from "@/lib/kernel/context";
import { narrower, rightsOf } from "../grant";
import { noteUse } from "../note-use";
import { readAccessToken } from "./access-token";
import { findMachineClient, setMachineClientUsed } from "./machine-client-repository";
import { permissionsIn } from "./scope";

/**
 * Who is behind a bearer token, by the client's row as it is now: disabling it, or taking a
 * permission away, binds with its next request.
 */
export async function principalOfAccessToken(token: string, now: Date): Promise<Principal | null> {
  const read = await readAccessToken(token);
  const client = read && (await findMachineClient(read.clientId));
  if (!read || !client?.isEnabled) {
    return null;
  }
  noteUse(client, now, setMachineClientUsed);
  const { scope } = read;
  const narrowed =
    scope === null
      ? client
      : narrower(client, { ...client, permissions: permissionsIn(scope) ?? [] });
  return {
    actor: { kind: "client", id: `client:${client.id}`, ...rightsOf(narrowed) },
    tenantId: client.tenantId,
    sites: client.sites,
  };
}
