import { z } from "zod";
import type { WebhookAnswer } from "@/lib/contracts/webhooks";
import { lockForUpdate } from "@/lib/db/lock-rows";
import { AppError } from "@/lib/kernel/app-error";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { NEWEST_FIRST, olderThan, type PageKey } from "@/lib/kernel/page-key";
import { toldValue } from "@/lib/kernel/told-value";
import { openSecret, sealSecret } from "@/lib/platform/sealed-secret";
import { getSettings } from "@/lib/platform/settings";

export interface Webhook {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  isEnabled: boolean;
  version: number;
  previousSecretExpiresAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

type WebhookChanges = Partial<Pick<Webhook, "url" | "description" | "eventTypes" | "isEnabled">>;

const SECRETS = { secret: true, previousSecret: true } as const;
const patterns = z.array(z.string());

export async function insertWebhook(
  tx: TransactionContext,
  given: Required<Pick<Webhook, "url" | "description" | "eventTypes" | "isEnabled">>,
  secret: string,
): Promise<Webhook> {
  const now = tx.now();
  const row = await tx.db.webhookEndpoint.create({
    data: {
      ...given,
      id: tx.newId(),
      tenantId: tx.tenantId,
      secret: sealSecret(secret),
      createdBy: tx.actor.id,
      createdAt: now,
      updatedAt: now,
    },
    omit: SECRETS,
  });
  return toWebhook(row);
}

/** @throws AppError not_found */
export async function getWebhookOf(ctx: Context, id: string): Promise<Webhook> {
  const row = await ctx.db.webhookEndpoint.findFirst({
    where: { id, tenantId: ctx.tenantId },
    omit: SECRETS,
  });
  if (!row) {
    throw new AppError(
      "not_found",
      `Webhook ${toldValue(id)} not found; GET /api/webhooks lists them.`,
    );
  }
  return toWebhook(row);
}

/** The tenant's, whether enabled or not. */
export function countWebhooks(ctx: Context): Promise<number> {
  return ctx.db.webhookEndpoint.count({ where: { tenantId: ctx.tenantId } });
}

/** Until the transaction ends nobody else changes it. @throws AppError not_found */
export async function lockWebhook(tx: TransactionContext, id: string): Promise<Webhook> {
  await lockForUpdate(tx.db, getSettings().databaseProvider, "webhook_endpoints", {
    tenant_id: tx.tenantId,
    id,
  });
  return getWebhookOf(tx, id);
}

/** Newest first, those before a key. */
export async function findWebhooks(
  ctx: Context,
  page: { limit: number; before: PageKey | null },
): Promise<Webhook[]> {
  const { limit, before } = page;
  const rows = await ctx.db.webhookEndpoint.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...olderThan(before),
    },
    orderBy: [...NEWEST_FIRST],
    take: limit,
    omit: SECRETS,
  });
  return rows.map(toWebhook);
}

/** Those of every tenant that want to be told. */
export async function findEnabledWebhooks(
  ctx: Context,
): Promise<(Webhook & { tenantId: string })[]> {
  const rows = await ctx.db.webhookEndpoint.findMany({
    where: { isEnabled: true },
    orderBy: { id: "asc" },
    omit: SECRETS,
  });
  return rows.map((row) => ({ ...toWebhook(row), tenantId: row.tenantId }));
}

export async function updateWebhookRow(
  tx: TransactionContext,
  id: string,
  changes: WebhookChanges,
): Promise<Webhook> {
  const row = await tx.db.webhookEndpoint.update({
    where: { id, tenantId: tx.tenantId },
    data: { ...changes, version: { increment: 1 }, updatedAt: tx.now() },
    omit: SECRETS,
  });
  return toWebhook(row);
}

/** The secret that signed so far goes on beside the new one until `expiresAt`. */
export async function replaceSecret(
  tx: TransactionContext,
  id: string,
  { secret, expiresAt }: { secret: string; expiresAt: Date },
): Promise<Webhook> {
  const current = await tx.db.webhookEndpoint.findUniqueOrThrow({
    where: { id, tenantId: tx.tenantId },
    select: { secret: true },
  });
  const row = await tx.db.webhookEndpoint.update({
    where: { id, tenantId: tx.tenantId },
    data: {
      secret: sealSecret(secret),
      previousSecret: current.secret,
      previousSecretExpiresAt: expiresAt,
      version: { increment: 1 },
      updatedAt: tx.now(),
    },
    omit: SECRETS,
  });
  return toWebhook(row);
}

/**
 * Newest first; the one before the last rotation only until it expires. Without those that were
 * sealed under another ENCRYPTION_KEY, so none may be left.
 */
export async function readSigningSecrets(ctx: Context, id: string): Promise<string[]> {
  const row = await ctx.db.webhookEndpoint.findUniqueOrThrow({
    where: { id, tenantId: ctx.tenantId },
    select: { ...SECRETS, previousSecretExpiresAt: true },
  });
  const { previousSecret: previous, previousSecretExpiresAt: expiresAt } = row;
  const isStillValid = previous !== null && expiresAt !== null && expiresAt > ctx.now();
  return [row.secret, ...(isStillValid ? [previous] : [])].flatMap(openIfReadable);
}

function openIfReadable(sealed: string): string[] {
  try {
    return [openSecret(sealed)];
  } catch {
    return [];
  }
}

export async function deleteWebhookRow(tx: TransactionContext, id: string): Promise<void> {
  await tx.db.webhookEndpoint.delete({ where: { id, tenantId: tx.tenantId } });
}

export function toWebhookAnswer(webhook: Webhook): WebhookAnswer {
  return {
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    event_types: webhook.eventTypes,
    is_enabled: webhook.isEnabled,
    version: webhook.version,
    previous_secret_expires_at: webhook.previousSecretExpiresAt?.toISOString() ?? null,
    created_by: webhook.createdBy,
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

function toWebhook({ eventTypes, ...row }: Omit<Webhook, "eventTypes"> & { eventTypes: unknown }) {
  return { ...row, eventTypes: patterns.parse(eventTypes) };
}
