import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { defineJob, type RunningJob } from "@/lib/jobs/job-definition";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";
import { cancelWaiting, type Delivery, findDelivery, updateDelivery } from "./delivery-repository";
import { DELIVER_WEBHOOK } from "./enqueue-deliveries";
import { type AttemptOutcome, judgeAttempt } from "./judge-attempt";
import { type SendResult, sendWebhook } from "./send-webhook";
import {
  getWebhookOf,
  lockWebhook,
  readSigningSecrets,
  updateWebhookRow,
  type Webhook,
} from "./webhook-repository";
import { signedHeaders } from "./webhook-secret";

const payload = z.object({ endpoint_id: z.string(), event_id: z.string() });
type Job = RunningJob<z.infer<typeof payload>>;

/** Sends one event to one endpoint until it is taken, its attempts are used up or it is called off. */
export const deliverWebhookJob = defineJob({
  kind: DELIVER_WEBHOOK,
  payload,
  get retryDelaysSeconds() {
    return getSettings().webhooks.retryDelaysSeconds;
  },
  run: deliver,
});

async function deliver(job: Job) {
  const { endpoint_id: endpointId, event_id: eventId } = job.payload;
  const delivery = await findDelivery(job.ctx, { endpointId, eventId });
  if (!delivery || delivery.status === "delivered" || delivery.status === "cancelled") {
    return { status: delivery?.status ?? "cancelled" };
  }
  const webhook = await getWebhookOf(job.ctx, endpointId);
  const result = await send(job.ctx, { webhook, delivery }, job.signal);
  // Called off midway: whether it arrived is not known, so this counts as no attempt.
  job.signal.throwIfAborted();
  const outcome = judgeAttempt(result, {
    attempt: job.attempt,
    retryDelaysSeconds: getSettings().webhooks.retryDelaysSeconds,
  });
  await job.step((tx) => recordAttempt(tx, { webhook, delivery, outcome }));
  if (outcome.kind === "retry") {
    throw new Error(outcome.error);
  }
  return { status: outcome.kind };
}

/** Outside any transaction: an endpoint that hangs must hold up nothing of ours. */
async function send(
  ctx: Context,
  { webhook, delivery }: { webhook: Webhook; delivery: Delivery },
  signal: AbortSignal,
): Promise<SendResult> {
  const { eventId: id, body } = delivery;
  const secrets = await readSigningSecrets(ctx, webhook.id);
  return sendWebhook(
    {
      url: webhook.url,
      body,
      headers: signedHeaders(secrets, { id, body, at: ctx.now() }),
      allowedNetworks: getSettings().webhooks.allowedNetworks,
    },
    signal,
  );
}

async function recordAttempt(
  tx: TransactionContext,
  attempt: { webhook: Webhook; delivery: Delivery; outcome: AttemptOutcome },
): Promise<void> {
  const { webhook, delivery, outcome } = attempt;
  const status = outcome.kind === "retry" ? "waiting" : outcome.kind;
  const attempts = delivery.attempts + 1;
  const isGone = outcome.kind === "dead" && outcome.isGone;
  if (isGone) {
    // Before its deliveries, the order in which a change of the endpoint takes them.
    await lockWebhook(tx, webhook.id);
  }
  // What was called off meanwhile stays so, unless it has arrived after all.
  const from = [
    "waiting",
    "dead",
    ...(status === "delivered" ? ["cancelled" as const] : []),
  ] as const;
  await updateDelivery(tx, delivery, from, {
    status,
    attempts,
    lastStatus: outcome.httpStatus,
    lastError: outcome.kind === "delivered" ? null : outcome.error,
    nextAttemptAt: outcome.kind === "retry" ? inSeconds(tx.now(), outcome.delaySeconds) : null,
    deliveredAt: outcome.kind === "delivered" ? tx.now() : null,
  });
  if (isGone) {
    await disableGone(tx, webhook.id);
  }
  await recordAudit(tx, {
    action: status === "dead" ? "webhook.give_up" : "webhook.deliver",
    subject: { type: "webhook_delivery", id: delivery.id },
    before: { status: delivery.status },
    after: {
      webhook_id: webhook.id,
      event_id: delivery.eventId,
      status,
      attempts,
      last_status: outcome.httpStatus,
    },
  });
}

/** RFC 9110: 410 says that it is gone for good and nobody wants to be told any more. */
async function disableGone(tx: TransactionContext, id: string): Promise<void> {
  const { isEnabled } = await getWebhookOf(tx, id);
  if (!isEnabled) {
    return;
  }
  const after = await updateWebhookRow(tx, id, { isEnabled: false });
  await cancelWaiting(tx, id, "the endpoint answered 410 Gone");
  await recordAudit(tx, {
    action: "webhook.disable",
    subject: { type: "webhook", id },
    reason: "the endpoint answered 410 Gone",
    before: { is_enabled: true },
    after: { is_enabled: false, version: after.version },
  });
}

function inSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
