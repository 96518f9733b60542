import { z } from "zod";
import { recordAudit } from "@/lib/audit/record-audit";
import { defineJob, type RunningJob } from "@/lib/jobs/job-definition";
import type { Context, TransactionContext } from "@/lib/kernel/context";
import { getSettings } from "@/lib/platform/settings";
import { type Delivery, findDelivery, updateDelivery } from "./delivery-repository";
import { DELIVER_WEBHOOK } from "./enqueue-deliveries";
import { judgeAttempt } from "./judge-attempt";
import { recordAttempt } from "./record-attempt";
import { type SendResult, sendWebhook } from "./send-webhook";
import { getWebhookOf, readSigningSecrets, type Webhook } from "./webhook-repository";
import { signedHeaders } from "./webhook-secret";

const payload = z.object({ endpoint_id: z.string(), event_id: z.string(), generation: z.int() });
type Job = RunningJob<z.infer<typeof payload>>;

/** Sends one event to one endpoint until it is taken, its attempts are used up or it is called off. */
export const deliverWebhookJob = defineJob({
  kind: DELIVER_WEBHOOK,
  maxShare: 0.5,
  payload,
  get retryDelaysSeconds() {
    return getSettings().webhooks.retryDelaysSeconds;
  },
  run: deliver,
});

async function deliver(job: Job) {
  const { endpoint_id: endpointId, event_id: eventId, generation } = job.payload;
  const delivery = await findDelivery(job.ctx, { endpointId, eventId });
  if (!delivery || delivery.status === "delivered" || delivery.status === "cancelled") {
    return { status: delivery?.status ?? "cancelled" };
  }
  if (delivery.generation !== generation) {
    return { status: "replayed" };
  }
  const webhook = await getWebhookOf(job.ctx, endpointId);
  if (!webhook.isEnabled) {
    await job.step((tx) => cancelDisabled(tx, delivery));
    return { status: "cancelled" };
  }
  const result = await send(job.ctx, { webhook, delivery }, job.signal);
  // Called off midway: whether it arrived is not known, so this counts as no attempt.
  job.signal.throwIfAborted();
  const outcome = judgeAttempt(result, {
    attempt: job.attempt,
    retryDelaysSeconds: getSettings().webhooks.retryDelaysSeconds,
  });
  const status = await job.step((tx) => recordAttempt(tx, { webhook, delivery, outcome }));
  if (outcome.kind === "retry" && status === "waiting") {
    throw new Error(outcome.error);
  }
  return { status };
}

/** The event was on its way to be stored while the endpoint was disabled. */
async function cancelDisabled(tx: TransactionContext, delivery: Delivery): Promise<void> {
  await updateDelivery(tx, delivery, ["waiting", "dead"], {
    status: "cancelled",
    lastError: "the endpoint was disabled",
    nextAttemptAt: null,
  });
  await recordAudit(tx, {
    action: "webhook.deliver",
    subject: { type: "webhook_delivery", id: delivery.id },
    reason: "the endpoint was disabled",
    before: { status: delivery.status },
    after: { webhook_id: delivery.endpointId, event_id: delivery.eventId, status: "cancelled" },
  });
}

/** Outside any transaction: an endpoint that hangs must hold up nothing of ours. */
async function send(
  ctx: Context,
  { webhook, delivery }: { webhook: Webhook; delivery: Delivery },
  signal: AbortSignal,
): Promise<SendResult> {
  const { eventId: id, body } = delivery;
  const secrets = await readSigningSecrets(ctx, webhook.id);
  if (secrets.length === 0) {
    return {
      kind: "failed",
      error: `the secret cannot be read, because ENCRYPTION_KEY has changed; set the old key again, or make a new secret with POST /api/webhooks/${webhook.id}/rotate-secret`,
    };
  }
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
