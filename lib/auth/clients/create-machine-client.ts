import { recordAudit } from "@/lib/audit/record-audit";
import type { JsonObject } from "@/lib/contracts/common";
import type { CreateMachineClient, MachineClientAnswer } from "@/lib/contracts/machine-clients";
import { AppError } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant, siteIdsOf, sitesOf } from "../grant";
import { assertPublicKeys } from "./assert-public-keys";
import {
  countMachineClients,
  insertMachineClient,
  type MachineClient,
  toMachineClientAnswer,
} from "./machine-client-repository";
import { toJwks } from "./to-jwks";

const MAX_CLIENTS = 200;

/**
 * Registers a partner system, which signs in with a key pair of its own.
 * @throws AppError forbidden when it is more than the caller has, conflict when there are 200
 */
export async function createMachineClient(
  ctx: Context,
  input: CreateMachineClient,
): Promise<MachineClientAnswer> {
  requirePermission(ctx, "keys:manage");
  const { name, role, permissions, jwks_url: jwksUrl } = input;
  const given = {
    ...{ name, role, permissions, jwksUrl },
    sites: sitesOf(input.site_ids),
    jwks: toJwks(input.jwks),
    isEnabled: true,
  };
  assertMayGrant(ctx, given);
  await assertPublicKeys(given);
  const client = await inTransaction(ctx, async (tx) => {
    if ((await countMachineClients(tx)) >= MAX_CLIENTS) {
      throw new AppError(
        "conflict",
        `There are ${MAX_CLIENTS} partner systems already, and no more are allowed; remove one first.`,
      );
    }
    const stored = await insertMachineClient(tx, given);
    await recordAudit(tx, {
      action: "machine_client.create",
      subject: { type: "machine_client", id: stored.id },
      after: machineClientFacts(stored),
    });
    return stored;
  });
  return toMachineClientAnswer(client);
}

/** What the audit trail keeps of a partner system; its public keys by their names. */
export function machineClientFacts(client: MachineClient): JsonObject {
  return {
    name: client.name,
    role: client.role,
    permissions: client.permissions === null ? null : [...client.permissions],
    site_ids: siteIdsOf(client.sites),
    key_ids: client.jwks?.keys.map(({ kid }) => kid ?? null) ?? null,
    jwks_url: client.jwksUrl,
    is_enabled: client.isEnabled,
    version: client.version,
  };
}
