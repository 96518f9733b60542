import { recordAudit } from "@/lib/audit/record-audit";
import type { MachineClientAnswer, UpdateMachineClient } from "@/lib/contracts/machine-clients";
import type { Context } from "@/lib/kernel/context";
import { requirePermission } from "@/lib/kernel/permissions";
import { inTransaction } from "@/lib/kernel/transaction";
import { assertMayGrant, assertWithinSites, sitesOf } from "../grant";
import { assertPublicKeys } from "./assert-public-keys";
import { machineClientFacts } from "./create-machine-client";
import {
  deleteMachineClientRow,
  lockMachineClient,
  type MachineClient,
  toMachineClientAnswer,
  updateMachineClientRow,
} from "./machine-client-repository";
import { toJwks } from "./to-jwks";

/**
 * Changes a partner system; once it is disabled its next request is refused. Whoever does more than
 * disable it must have all that it may do, for its keys could be exchanged for one's own.
 */
export async function updateMachineClient(
  ctx: Context,
  id: string,
  input: UpdateMachineClient,
): Promise<MachineClientAnswer> {
  requirePermission(ctx, "keys:manage");
  const { is_enabled: isEnabled, ...rest } = input;
  const disablesOnly = isEnabled === false && Object.keys(rest).length === 0;
  const client = await inTransaction(ctx, async (tx) => {
    const before = await lockMachineClient(tx, id);
    assertWithinSites(tx, before.sites);
    const changed = changedBy(before, input);
    if (!disablesOnly) {
      assertMayGrant(tx, before);
      assertMayGrant(tx, changed);
      await assertPublicKeys(changed);
    }
    const after = await updateMachineClientRow(tx, id, changed);
    await recordAudit(tx, {
      action: "machine_client.update",
      subject: { type: "machine_client", id },
      before: machineClientFacts(before),
      after: machineClientFacts(after),
    });
    return after;
  });
  return toMachineClientAnswer(client);
}

/** Keys that are given replace an address, and the other way round. */
function changedBy(before: MachineClient, input: UpdateMachineClient) {
  const jwks = input.jwks === undefined ? before.jwks : toJwks(input.jwks);
  const jwksUrl = input.jwks_url === undefined ? before.jwksUrl : input.jwks_url;
  return {
    name: input.name ?? before.name,
    role: input.role ?? before.role,
    permissions: input.permissions === undefined ? before.permissions : input.permissions,
    sites: input.site_ids === undefined ? before.sites : sitesOf(input.site_ids),
    jwks: input.jwks_url ? toJwks(input.jwks ?? null) : jwks,
    jwksUrl: input.jwks ? (input.jwks_url ?? null) : jwksUrl,
    isEnabled: input.is_enabled ?? before.isEnabled,
  };
}

/** Removes a partner system; a token that it still holds is nobody's from then on. */
export async function deleteMachineClient(ctx: Context, id: string): Promise<{ ok: true }> {
  requirePermission(ctx, "keys:manage");
  await inTransaction(ctx, async (tx) => {
    const before = await lockMachineClient(tx, id);
    assertWithinSites(tx, before.sites);
    await deleteMachineClientRow(tx, id);
    await recordAudit(tx, {
      action: "machine_client.delete",
      subject: { type: "machine_client", id },
      before: machineClientFacts(before),
    });
  });
  return { ok: true };
}
