import { getDatabase } from "@/lib/db/client";
import { lockForUpdate } from "@/lib/db/lock-rows";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { NEWEST_FIRST, olderThan, type PageKey } from "@/lib/kernel/page-key";
import { toldValue } from "@/lib/kernel/told-value";
import { getSettings } from "@/lib/platform/settings";
import { type Grant, type GrantRow, grantColumns, parseGrant } from "../grant";

export interface ApiKey extends Grant {
  id: string;
  tenantId: string;
  name: string;
  prefix: string;
  userId: string | null;
  replacesId: string | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  revokedBy: string | null;
  lastUsedAt: Date | null;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A person as far as keys that act as them need to know. */
interface KeyOwner extends Grant {
  id: string;
  tenantId: string;
  /** active, and with a password of their own choice */
  mayWork: boolean;
  /** who vouches for a company account; null for people with a password here */
  oidcIssuer: string | null;
  lastSignInAt: Date | null;
}

type NewApiKey = Pick<
  ApiKey,
  "name" | "prefix" | "userId" | "replacesId" | "expiresAt" | keyof Grant
> & { hash: string };

/** What a request with a key needs of its row; few columns, for it is read with every request. */
export type PresentedKey = Pick<
  ApiKey,
  "id" | "tenantId" | "userId" | "expiresAt" | "revokedAt" | "lastUsedAt" | keyof Grant
> & { hash: string; owner: KeyOwner | null };

const PRESENTED = {
  select: {
    ...{ id: true, tenantId: true, userId: true, hash: true },
    ...{ role: true, permissions: true, siteIds: true },
    ...{ expiresAt: true, revokedAt: true, lastUsedAt: true },
  },
} as const;
const HASH = { hash: true } as const;
const OWNER = {
  select: {
    id: true,
    tenantId: true,
    role: true,
    siteIds: true,
    status: true,
    mustChangePassword: true,
    oidcIssuer: true,
    lastSignInAt: true,
  },
};

/** The key with this start, its hash and its owner as they are now; one read, two for a person's. */
export async function findApiKeyByPrefix(prefix: string): Promise<PresentedKey | null> {
  const db = await getDatabase();
  const row = await db.apiKey.findUnique({ where: { prefix }, ...PRESENTED });
  if (!row) {
    return null;
  }
  const user =
    row.userId === null ? null : await db.user.findUnique({ where: { id: row.userId }, ...OWNER });
  const { siteIds, role, permissions, ...plain } = row;
  return { ...plain, ...parseGrant({ role, permissions, siteIds }), owner: user && toOwner(user) };
}

export async function insertApiKey(tx: TransactionContext, given: NewApiKey): Promise<ApiKey> {
  const { role, permissions, sites, ...plain } = given;
  const now = tx.now();
  const row = await tx.db.apiKey.create({
    data: {
      ...plain,
      ...grantColumns({ role, permissions, sites }),
      id: tx.newId(),
      tenantId: tx.tenantId,
      createdBy: tx.actor.id,
      createdAt: now,
      updatedAt: now,
    },
    omit: HASH,
  });
  return toApiKey(row);
}

export async function findApiKey(ctx: Context, id: string): Promise<ApiKey | null> {
  const row = await ctx.db.apiKey.findFirst({
    where: { id, tenantId: ctx.tenantId },
    omit: HASH,
  });
  return row && toApiKey(row);
}

/** @throws AppError not_found */
export async function getApiKeyOf(ctx: Context, id: string): Promise<ApiKey> {
  const key = await findApiKey(ctx, id);
  if (!key) {
    throw new AppError(
      "not_found",
      `API key ${toldValue(id)} not found; GET /api/keys lists them.`,
    );
  }
  return key;
}

/** Until the transaction ends nobody else changes it. @throws AppError not_found */
export async function lockApiKey(tx: TransactionContext, id: string): Promise<ApiKey> {
  await lockForUpdate(tx.db, getSettings().databaseProvider, "api_keys", { id });
  return getApiKeyOf(tx, id);
}

/** Newest first, those before a key; of one person when one is named. */
export async function findApiKeys(
  ctx: Context,
  page: { limit: number; before: PageKey | null; userId?: string },
): Promise<ApiKey[]> {
  const { limit, before, userId } = page;
  const rows = await ctx.db.apiKey.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(userId !== undefined && { userId }),
      ...olderThan(before),
    },
    orderBy: [...NEWEST_FIRST],
    take: limit,
    omit: HASH,
  });
  return rows.map(toApiKey);
}

/** @returns an actor's id; null when there is no such row */
export async function findMakerOfKey(ctx: Context, id: string): Promise<string | null> {
  const row = await ctx.db.apiKey.findFirst({
    where: { id, tenantId: ctx.tenantId },
    select: { createdBy: true },
  });
  return row?.createdBy ?? null;
}

/** Those of the tenant among them, be they revoked or not. */
export function findKeyNames(ctx: Context, ids: string[]): Promise<Pick<ApiKey, "id" | "name">[]> {
  return ctx.db.apiKey.findMany({
    where: { id: { in: ids }, tenantId: ctx.tenantId },
    select: { id: true, name: true },
  });
}

/** The tenant's that are neither revoked nor expired; of one person when one is named. */
export function countLiveApiKeys(ctx: Context, userId: string | null): Promise<number> {
  return ctx.db.apiKey.count({ where: { tenantId: ctx.tenantId, userId, ...live(ctx) } });
}

/** Whether one that took over from this one still works. */
export async function hasLiveSuccessor(ctx: Context, id: string): Promise<boolean> {
  const where = { tenantId: ctx.tenantId, replacesId: id, ...live(ctx) };
  return (await ctx.db.apiKey.count({ where })) > 0;
}

/** Ends all that act as the person. @returns how many still worked */
export async function revokeApiKeysOf(tx: TransactionContext, userId: string): Promise<number> {
  const { count } = await tx.db.apiKey.updateMany({
    where: { tenantId: tx.tenantId, userId, ...live(tx) },
    data: {
      revokedAt: tx.now(),
      revokedBy: tx.actor.id,
      version: { increment: 1 },
      updatedAt: tx.now(),
    },
  });
  return count;
}

export async function updateApiKey(
  tx: TransactionContext,
  id: string,
  changes: Partial<Pick<ApiKey, "expiresAt" | "revokedAt" | "revokedBy">>,
): Promise<ApiKey> {
  const row = await tx.db.apiKey.update({
    where: { id, tenantId: tx.tenantId },
    data: { ...changes, version: { increment: 1 }, updatedAt: tx.now() },
    omit: HASH,
  });
  return toApiKey(row);
}

export async function setApiKeyUsed(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: tx.now() } });
}

const live = (ctx: Context) => ({
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }],
});

function toApiKey({ siteIds, role, permissions, ...row }: GrantRow<ApiKey>): ApiKey {
  return { ...row, ...parseGrant({ role, permissions, siteIds }) };
}

function toOwner(row: {
  id: string;
  tenantId: string;
  role: string;
  siteIds: unknown;
  status: string;
  mustChangePassword: boolean;
  oidcIssuer: string | null;
  lastSignInAt: Date | null;
}): KeyOwner {
  const { id, tenantId, status, mustChangePassword, oidcIssuer, lastSignInAt } = row;
  const mayWork = status === "active" && !mustChangePassword;
  return { id, tenantId, mayWork, oidcIssuer, lastSignInAt, ...parseGrant(row) };
}
