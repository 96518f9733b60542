import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWebhook } from "@/lib/integrations/webhooks/create-webhook";
import { rotateWebhookSecret } from "@/lib/integrations/webhooks/rotate-webhook-secret";
import { readSigningSecrets } from "@/lib/integrations/webhooks/webhook-repository";
import { answerOnce } from "@/lib/kernel/answer-once";
import type { Context } from "@/lib/kernel/context";
import { availableDatabases } from "../support/test-database";
import { openWorld, type TestWorld } from "./support/test-world";

const HOOK = {
  url: "https://hooks.example.com/tower",
  description: "",
  event_types: ["*"],
  is_enabled: true,
};

describe.each(await availableDatabases())("webhook secrets on $provider", (available) => {
  let world: TestWorld;
  let ctx: Context;

  beforeAll(async () => {
    world = await openWorld(available);
    ctx = world.as("admin");
  });

  afterAll(() => world.close());

  test("the old one signs for 24 hours beside the new one, and then no more", async () => {
    const { id, secret: old } = await createWebhook(ctx, HOOK);
    expect(await readSigningSecrets(ctx, id)).toEqual([old]);
    const { secret: fresh } = await rotateWebhookSecret(ctx, id);
    expect(await readSigningSecrets(ctx, id)).toEqual([fresh, old]);
    world.advanceMinutes(24 * 60 - 1);
    expect(await readSigningSecrets(ctx, id)).toEqual([fresh, old]);
    world.advanceMinutes(1);
    expect(await readSigningSecrets(ctx, id)).toEqual([fresh]);
  });

  test("none is readable in the database, nor in an answer kept for a repetition", async () => {
    const { secret } = await createWebhook(ctx, HOOK);
    const answer = { status: 201, headers: {}, body: JSON.stringify({ secret }), isSecret: true };
    const request = { key: "once", hash: "hash", store: "together" } as const;
    const work = { run: () => Promise.resolve(answer), refuse: () => null };
    await answerOnce(ctx, request, work);
    const repeated = await answerOnce(ctx, request, work);
    expect(repeated).toMatchObject({ isReplayed: true, answer: { body: answer.body } });
    const stored = [
      await world.db.webhookEndpoint.findMany(),
      await world.db.idempotencyKey.findMany({ select: { response: true } }),
      await world.db.auditEntry.findMany({ select: { before: true, after: true } }),
    ];
    expect(JSON.stringify(stored)).not.toContain(secret.slice("whsec_".length));
  });
});
