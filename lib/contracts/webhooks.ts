import { z } from "zod";
import { bodyId, idParam, inReadingOrder, jsonObject, pageQuery, timestamp } from "./common";
import { defineContract } from "./contract";
import { eventPatterns } from "./events";

const webhookParams = z.object({ id: z.string().min(1).max(64) });
const deliveryParams = webhookParams.extend({ delivery_id: idParam });

const DELIVERY_STATUSES = ["waiting", "delivered", "dead", "cancelled"] as const;
const deliveryStatus = z.enum(DELIVERY_STATUSES);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const webhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    event_types: z.array(z.string()),
    is_enabled: z.boolean(),
    version: z.int(),
    previous_secret_expires_at: timestamp
      .nullable()
      .meta({ description: "Until then the secret before the last rotation signs as well" }),
    created_by: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: "Webhook" });
export type WebhookAnswer = z.infer<typeof webhookSchema>;

const webhookWithSecret = webhookSchema
  .extend({ secret: z.string().meta({ description: "whsec_…; shown this once" }) })
  .meta({ id: "WebhookWithSecret" });
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>;

const deliverySchema = z
  .object({
    id: bodyId,
    webhook_id: z.string(),
    event_id: z.string().meta({ description: "The webhook-id header, the same on every attempt" }),
    event_type: z.string(),
    status: deliveryStatus,
    attempts: z.int(),
    last_status: z.int().nullable().meta({ description: "HTTP status of the last attempt" }),
    last_error: z.string().nullable(),
    next_attempt_at: timestamp.nullable(),
    delivered_at: timestamp.nullable(),
    created_at: timestamp,
    updated_at: timestamp,
    body: jsonObject.meta({ description: "The CloudEvent that is sent" }),
  })
  .meta({ id: "WebhookDelivery" });
export type DeliveryAnswer = z.infer<typeof deliverySchema>;

const url = z.string().min(1).max(2000);
const description = inReadingOrder(z.string().max(500));

const createBody = z.object({
  url,
  description: description.default(""),
  event_types: eventPatterns.default(["*"]),
  is_enabled: z.boolean().default(true),
});
export type CreateWebhook = z.infer<typeof createBody>;

const updateBody = z.object({
  url: url.optional(),
  description: description.optional(),
  event_types: eventPatterns.optional(),
  is_enabled: z.boolean().optional(),
});
export type UpdateWebhook = z.infer<typeof updateBody>;

const withSecret = {
  answer: webhookWithSecret,
  description: "The endpoint and its secret",
  isSecret: true,
};
const shared = { tag: "webhooks", permission: "webhooks:manage" } as const;

export const listWebhooksContract = defineContract({
  method: "GET",
  path: "/api/webhooks",
  operationId: "listWebhooks",
  summary: "List webhook endpoints, newest first",
  ...shared,
  query: z.object(pageQuery),
  success: {
    status: 200,
    answer: z.object({ webhooks: z.array(webhookSchema), next_cursor: z.string().nullable() }),
    description: "One page of endpoints",
  },
});

export const createWebhookContract = defineContract({
  method: "POST",
  path: "/api/webhooks",
  operationId: "createWebhook",
  summary: "Add a webhook endpoint; the answer shows its secret, once",
  ...shared,
  body: createBody,
  success: { status: 201, ...withSecret },
  errors: ["conflict"],
});

export const getWebhookContract = defineContract({
  method: "GET",
  path: "/api/webhooks/{id}",
  operationId: "getWebhook",
  summary: "Get a webhook endpoint",
  ...shared,
  params: webhookParams,
  success: { status: 200, answer: webhookSchema, description: "The endpoint" },
  errors: ["not_found"],
});

export const updateWebhookContract = defineContract({
  method: "PATCH",
  path: "/api/webhooks/{id}",
  operationId: "updateWebhook",
  summary: "Change a webhook endpoint; disabling it cancels what waits for it",
  ...shared,
  params: webhookParams,
  body: updateBody,
  success: { status: 200, answer: webhookSchema, description: "The endpoint after the change" },
  errors: ["not_found"],
});

export const deleteWebhookContract = defineContract({
  method: "DELETE",
  path: "/api/webhooks/{id}",
  operationId: "deleteWebhook",
  summary: "Remove a webhook endpoint with its deliveries",
  ...shared,
  params: webhookParams,
  success: { status: 200, answer: z.object({ ok: z.literal(true) }), description: "It is gone" },
  errors: ["not_found"],
});

export const rotateWebhookSecretContract = defineContract({
  method: "POST",
  path: "/api/webhooks/{id}/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Give a webhook a new secret; the old one signs beside it for 24 hours",
  ...shared,
  params: webhookParams,
  success: { status: 200, ...withSecret },
  errors: ["not_found"],
});

export const testWebhookContract = defineContract({
  method: "POST",
  path: "/api/webhooks/{id}/test",
  operationId: "testWebhook",
  summary: "Send a webhook.test event to the endpoint",
  ...shared,
  params: webhookParams,
  success: { status: 201, answer: deliverySchema, description: "The delivery on its way" },
  errors: ["not_found", "conflict"],
});

export const listDeliveriesContract = defineContract({
  method: "GET",
  path: "/api/webhooks/{id}/deliveries",
  operationId: "listWebhookDeliveries",
  summary: "List deliveries to an endpoint, newest first",
  ...shared,
  params: webhookParams,
  query: z.object({ ...pageQuery, status: deliveryStatus.optional() }),
  success: {
    status: 200,
    answer: z.object({ deliveries: z.array(deliverySchema), next_cursor: z.string().nullable() }),
    description: "One page of deliveries",
  },
  errors: ["not_found"],
});

export const replayDeliveryContract = defineContract({
  method: "POST",
  path: "/api/webhooks/{id}/deliveries/{delivery_id}/replay",
  operationId: "replayWebhookDelivery",
  summary: "Send one delivery again, with all its attempts before it",
  ...shared,
  params: deliveryParams,
  success: { status: 200, answer: deliverySchema, description: "The delivery on its way again" },
  errors: ["not_found", "conflict"],
});

const replayBody = z.object({
  since: timestamp.optional().meta({ description: "Only deliveries made since then" }),
});
export type ReplayDead = z.infer<typeof replayBody>;

export const replayDeadDeliveriesContract = defineContract({
  method: "POST",
  path: "/api/webhooks/{id}/replay",
  operationId: "replayDeadWebhookDeliveries",
  summary: "Send every dead delivery of an endpoint again, oldest first, 500 at a time",
  ...shared,
  params: webhookParams,
  body: replayBody,
  bodyOptional: true,
  success: {
    status: 200,
    answer: z.object({
      replayed: z.int(),
      has_more: z.boolean().meta({ description: "More are dead; ask again" }),
    }),
    description: "How many are on their way again",
  },
  errors: ["not_found", "conflict"],
});
