import { z } from "zod";
import type { UserAnswer } from "@/lib/contracts/access-users";
import { lockForUpdate } from "@/lib/db/lock-rows";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { NEWEST_FIRST, olderThan, type PageKey } from "@/lib/kernel/page-key";
import { toldValue } from "@/lib/kernel/told-value";
import { getSettings } from "@/lib/platform/settings";
import { parseGrant, siteIdsOf } from "../grant";
import type { Credentials, User } from "./user";

type Rows = NonNullable<Awaited<ReturnType<Context["db"]["user"]["findFirst"]>>>;
type Known = { user: User; credentials: Credentials };

const statuses = z.enum(["active", "disabled"]);

/** Of any tenant: an address belongs to one account. */
export async function findUserByEmail(ctx: Context, email: string): Promise<Known | null> {
  const row = await ctx.db.user.findUnique({ where: { email } });
  return row && { user: toUser(row), credentials: toCredentials(row) };
}

/** Of the caller's tenant. */
export async function findUser(ctx: Context, id: string): Promise<User | null> {
  const row = await ctx.db.user.findFirst({ where: { id, tenantId: ctx.tenantId } });
  return row && toUser(row);
}

/** Of the caller's tenant. @throws AppError not_found */
export async function getUserOf(ctx: Context, id: string): Promise<Known> {
  const row = await ctx.db.user.findFirst({ where: { id, tenantId: ctx.tenantId } });
  if (!row) {
    throw new AppError(
      "not_found",
      `Person ${toldValue(id)} not found; GET /api/users lists them.`,
    );
  }
  return { user: toUser(row), credentials: toCredentials(row) };
}

/** Until the transaction ends nobody else changes it. @throws AppError not_found */
export async function lockUser(tx: TransactionContext, id: string): Promise<Known> {
  await lockForUpdate(tx.db, getSettings().databaseProvider, "users", { id });
  return getUserOf(tx, id);
}

/** Of any tenant; until the transaction ends nobody else changes it. */
export async function lockUserOfOidc(
  tx: TransactionContext,
  { issuer: oidcIssuer, subject: oidcSubject }: { issuer: string; subject: string },
): Promise<User | null> {
  await lockForUpdate(tx.db, getSettings().databaseProvider, "users", {
    oidc_issuer: oidcIssuer,
    oidc_subject: oidcSubject,
  });
  const row = await tx.db.user.findFirst({ where: { oidcIssuer, oidcSubject } });
  return row && toUser(row);
}

/** Of several changes to a tenant's administrators only one at a time goes on. */
export function lockAdmins(tx: TransactionContext): Promise<void> {
  return lockForUpdate(tx.db, getSettings().databaseProvider, "users", {
    tenant_id: tx.tenantId,
    role: "admin",
  });
}

export function countActiveAdmins(ctx: Context): Promise<number> {
  return ctx.db.user.count({ where: { tenantId: ctx.tenantId, role: "admin", status: "active" } });
}

/** Of every tenant. */
export function countUsers(ctx: Context): Promise<number> {
  return ctx.db.user.count();
}

/** Newest first, those before a key. */
export async function findUsers(
  ctx: Context,
  { limit, before }: { limit: number; before: PageKey | null },
): Promise<User[]> {
  const rows = await ctx.db.user.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...olderThan(before),
    },
    orderBy: [...NEWEST_FIRST],
    take: limit,
  });
  return rows.map(toUser);
}

/** Those of the caller's tenant among them. */
export function findUserNames(ctx: Context, ids: string[]): Promise<Pick<User, "id" | "name">[]> {
  return ctx.db.user.findMany({
    where: { id: { in: ids }, tenantId: ctx.tenantId },
    select: { id: true, name: true },
  });
}

type NewUser = Pick<User, "email" | "name" | "role" | "sites"> &
  Partial<Pick<User, "mustChangePassword" | "oidcIssuer">> & {
    passwordHash: string | null;
    oidcSubject?: string;
  };

export async function insertUser(
  tx: TransactionContext,
  { sites, ...given }: NewUser,
): Promise<User> {
  const now = tx.now();
  const row = await tx.db.user.create({
    data: {
      ...given,
      id: tx.newId(),
      tenantId: tx.tenantId,
      siteIds: siteIdsOf(sites),
      createdBy: tx.actor.id,
      createdAt: now,
      updatedAt: now,
    },
  });
  return toUser(row);
}

type UserChanges = Partial<
  Pick<User, "email" | "name" | "role" | "status" | "sites" | "mustChangePassword" | "lastSignInAt">
> &
  Partial<Credentials>;

export async function updateUserRow(
  tx: TransactionContext,
  id: string,
  { sites, ...changes }: UserChanges,
): Promise<User> {
  const row = await tx.db.user.update({
    where: { id },
    data: {
      ...changes,
      ...(sites !== undefined && { siteIds: siteIdsOf(sites) }),
      version: { increment: 1 },
      updatedAt: tx.now(),
    },
  });
  return toUser(row);
}

/** @returns false when a code of this step, or of a later one, has been used already */
export async function useTimeStep(
  tx: TransactionContext,
  id: string,
  step: bigint,
): Promise<boolean> {
  const { count } = await tx.db.user.updateMany({
    where: { id, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return count === 1;
}

export function toUserAnswer(user: User): UserAnswer {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    site_ids: siteIdsOf(user.sites),
    status: user.status,
    signs_in_with: user.oidcIssuer === null ? "password" : "oidc",
    has_second_factor: user.totpEnabledAt !== null,
    must_change_password: user.mustChangePassword,
    last_sign_in_at: user.lastSignInAt?.toISOString() ?? null,
    created_by: user.createdBy,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  };
}

export function toUser(row: Rows): User {
  const { role, sites } = parseGrant(row);
  return {
    id: row.id,
    tenantId: row.tenantId,
    email: row.email,
    name: row.name,
    role,
    sites,
    status: statuses.parse(row.status),
    mustChangePassword: row.mustChangePassword,
    totpEnabledAt: row.totpEnabledAt,
    oidcIssuer: row.oidcIssuer,
    lastSignInAt: row.lastSignInAt,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function toCredentials({
  passwordHash,
  totpSecret,
  totpEnabledAt,
  totpLastStep,
}: Rows): Credentials {
  return { passwordHash, totpSecret, totpEnabledAt, totpLastStep };
}
