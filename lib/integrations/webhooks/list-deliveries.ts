import type { Page } from "@/lib/contracts/common";
import type { DeliveryAnswer, DeliveryStatus } from "@/lib/contracts/webhooks";
import type { Context } from "@/lib/kernel/context";
import { decodeIdCursor, toPage } from "@/lib/kernel/page";
import { requirePermission } from "@/lib/kernel/permissions";
import { requireWholeChain } from "@/lib/kernel/sites";
import { findDeliveries } from "./delivery-repository";
import { getWebhookOf } from "./webhook-repository";

/**
 * One page of what was or is to be sent to an endpoint, newest first.
 * @throws AppError not_found
 */
export async function listDeliveries(
  ctx: Context,
  endpointId: string,
  query: { limit: number; cursor?: string | undefined; status?: DeliveryStatus | undefined },
): Promise<Page<DeliveryAnswer>> {
  requirePermission(ctx, "webhooks:manage");
  requireWholeChain(ctx);
  const beforeId = decodeIdCursor(query.cursor);
  await getWebhookOf(ctx, endpointId);
  const rows = await findDeliveries(ctx, {
    endpointId,
    beforeId,
    limit: query.limit + 1,
    status: query.status,
  });
  return toPage(rows, query.limit, ({ id }) => [id]);
}
