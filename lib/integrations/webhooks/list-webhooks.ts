import type { Page } from "@/lib/contracts/common";
import type { WebhookAnswer } from "@/lib/contracts/webhooks";
import type { Context } from "@/lib/kernel/context";
import { toPage } from "@/lib/kernel/page";
import { cursorKeyOf, pageKeyIn } from "@/lib/kernel/page-key";
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
  const before = pageKeyIn(query.cursor);
  const webhooks = await findWebhooks(ctx, { limit: query.limit + 1, before });
  const page = toPage(webhooks, query.limit, cursorKeyOf);
  return { ...page, items: page.items.map(toWebhookAnswer) };
}

/** @throws AppError not_found */
export async function getWebhook(ctx: Context, id: string): Promise<WebhookAnswer> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  return toWebhookAnswer(await getWebhookOf(ctx, id));
}
