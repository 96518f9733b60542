import type { Page } from "@/lib/contracts/common";
import type { WebhookAnswer } from "@/lib/contracts/webhooks";
import { invalidField } from "@/lib/kernel/app-error";
import type { Context } from "@/lib/kernel/context";
import { decodeCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { findWebhooks, getWebhookOf, toWebhookAnswer } from "./webhook-repository";

/** One page of endpoints, newest first; secrets are never shown again. */
export async function listWebhooks(
  ctx: Context,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<WebhookAnswer>> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  const before = query.cursor === undefined ? null : keyIn(query.cursor);
  const webhooks = await findWebhooks(ctx, { limit: query.limit + 1, before });
  const page = toPage(webhooks, query.limit, ({ createdAt, id }) => [createdAt.getTime(), id]);
  return { ...page, items: page.items.map(toWebhookAnswer) };
}

/** @throws AppError not_found */
export async function getWebhook(ctx: Context, id: string): Promise<WebhookAnswer> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  return toWebhookAnswer(await getWebhookOf(ctx, id));
}

const LATEST_MS = 8_640_000_000_000_000;

function keyIn(cursor: string): { createdAt: Date; id: string } {
  const [createdAtMs, id] = decodeCursor(cursor, 2);
  const isOurs = typeof createdAtMs === "number" && typeof id === "string";
  if (!isOurs || createdAtMs < 0 || createdAtMs > LATEST_MS) {
    throw invalidField("query.cursor", "cursor_parsing", "The cursor is not one of this list.");
  }
  return { createdAt: new Date(createdAtMs), id };
}
