import type { JSONWebKeySet, JWK } from "jose";
import { z } from "zod";
import type { MachineClientAnswer } from "@/lib/contracts/machine-clients";
import { getDatabase } from "@/lib/db/client";
import { lockForUpdate } from "@/lib/db/lock-rows";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { NEWEST_FIRST, olderThan, type PageKey } from "@/lib/kernel/page-key";
import { toldValue } from "@/lib/kernel/told-value";
import { getSettings } from "@/lib/platform/settings";
import { type Grant, type GrantRow, grantColumns, parseGrant, siteIdsOf } from "../grant";

export interface MachineClient extends Grant {
  id: string;
  tenantId: string;
  name: string;
  /** null = they are fetched */
  jwks: JSONWebKeySet | null;
  jwksUrl: string | null;
  isEnabled: boolean;
  lastUsedAt: Date | null;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

type Changeable = Pick<MachineClient, "name" | "jwks" | "jwksUrl" | "isEnabled" | keyof Grant>;

const storedJwks = z.object({ keys: z.array(z.record(z.string(), z.json())) });

/** Whichever tenant's, as it is now. */
export async function findMachineClient(id: string): Promise<MachineClient | null> {
  const db = await getDatabase();
  const row = await db.machineClient.findUnique({ where: { id } });
  return row && toClient(row);
}

export async function insertMachineClient(
  tx: TransactionContext,
  given: Changeable,
): Promise<MachineClient> {
  const now = tx.now();
  const row = await tx.db.machineClient.create({
    data: {
      ...columnsOf(given),
      id: tx.newId(),
      tenantId: tx.tenantId,
      createdBy: tx.actor.id,
      createdAt: now,
      updatedAt: now,
    },
  });
  return toClient(row);
}

/** Of the caller's tenant. */
export async function findMachineClientOf(ctx: Context, id: string): Promise<MachineClient | null> {
  const row = await ctx.db.machineClient.findFirst({ where: { id, tenantId: ctx.tenantId } });
  return row && toClient(row);
}

/** @throws AppError not_found */
export async function getMachineClientOf(ctx: Context, id: string): Promise<MachineClient> {
  const client = await findMachineClientOf(ctx, id);
  if (!client) {
    throw new AppError(
      "not_found",
      `Partner system ${toldValue(id)} not found; GET /api/clients lists them.`,
    );
  }
  return client;
}

/** Until the transaction ends nobody else changes it. @throws AppError not_found */
export async function lockMachineClient(
  tx: TransactionContext,
  id: string,
): Promise<MachineClient> {
  await lockForUpdate(tx.db, getSettings().databaseProvider, "machine_clients", { id });
  return getMachineClientOf(tx, id);
}

/** Newest first, those before a key. */
export async function findMachineClients(
  ctx: Context,
  { limit, before }: { limit: number; before: PageKey | null },
): Promise<MachineClient[]> {
  const rows = await ctx.db.machineClient.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...olderThan(before),
    },
    orderBy: [...NEWEST_FIRST],
    take: limit,
  });
  return rows.map(toClient);
}

/** Those of the tenant among them. */
export function findClientNames(
  ctx: Context,
  ids: string[],
): Promise<Pick<MachineClient, "id" | "name">[]> {
  return ctx.db.machineClient.findMany({
    where: { id: { in: ids }, tenantId: ctx.tenantId },
    select: { id: true, name: true },
  });
}

export function countMachineClients(ctx: Context): Promise<number> {
  return ctx.db.machineClient.count({ where: { tenantId: ctx.tenantId } });
}

export async function updateMachineClientRow(
  tx: TransactionContext,
  id: string,
  changes: Changeable,
): Promise<MachineClient> {
  const row = await tx.db.machineClient.update({
    where: { id, tenantId: tx.tenantId },
    data: { ...columnsOf(changes), version: { increment: 1 }, updatedAt: tx.now() },
  });
  return toClient(row);
}

export async function deleteMachineClientRow(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.machineClient.delete({ where: { id, tenantId: tx.tenantId } });
}

export async function setMachineClientUsed(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.machineClient.updateMany({ where: { id }, data: { lastUsedAt: tx.now() } });
}

export function toMachineClientAnswer(client: MachineClient): MachineClientAnswer {
  return {
    id: client.id,
    name: client.name,
    role: client.role,
    permissions: client.permissions === null ? null : [...client.permissions],
    site_ids: siteIdsOf(client.sites),
    jwks: client.jwks && storedJwks.parse(client.jwks),
    jwks_url: client.jwksUrl,
    is_enabled: client.isEnabled,
    last_used_at: client.lastUsedAt?.toISOString() ?? null,
    version: client.version,
    created_by: client.createdBy,
    created_at: client.createdAt.toISOString(),
    updated_at: client.updatedAt.toISOString(),
  };
}

/** No keys are an empty list in the row: a JSON column is hard to empty again. */
function columnsOf({ role, permissions, sites, jwks, ...plain }: Changeable) {
  return {
    ...plain,
    ...grantColumns({ role, permissions, sites }),
    jwks: storedJwks.parse(jwks ?? { keys: [] }),
  };
}

type ClientRow = Omit<GrantRow<MachineClient>, "jwks"> & { jwks: unknown };

function toClient({ siteIds, role, permissions, jwks, ...row }: ClientRow): MachineClient {
  const keys = jwksOf(jwks);
  return {
    ...row,
    ...parseGrant({ role, permissions, siteIds }),
    jwks: keys.length === 0 ? null : { keys },
  };
}

/** The key type is all that a JWK must have. */
function jwksOf(stored: unknown): JWK[] {
  const { keys } = storedJwks.parse(stored ?? { keys: [] });
  return keys.map((key) => ({ ...key, kty: z.string().parse(key["kty"]) }));
}
