import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { judgeAttempt } from "@/lib/integrations/webhooks/judge-attempt";
import { newWebhookSecret, signedHeaders } from "@/lib/integrations/webhooks/webhook-secret";

const retryDelaysSeconds = [5, 300];
const answered = (status: number) => ({ kind: "answered", status }) as const;
const failed = { kind: "failed", error: "connect ECONNREFUSED" } as const;

test.each([
  [answered(200), 1, { kind: "delivered" }],
  [answered(204), 3, { kind: "delivered" }],
  [answered(301), 1, { kind: "retry", delaySeconds: 5, error: "answered 301" }],
  [answered(400), 2, { kind: "retry", delaySeconds: 300 }],
  [answered(503), 3, { kind: "dead", isGone: false, httpStatus: 503 }],
  [failed, 1, { kind: "retry", httpStatus: null, error: "connect ECONNREFUSED" }],
  [failed, 3, { kind: "dead", isGone: false, httpStatus: null }],
  [answered(410), 1, { kind: "dead", isGone: true, httpStatus: 410 }],
] as const)("%j on attempt %i is %j", (result, attempt, expected) => {
  expect(judgeAttempt(result, { attempt, retryDelaysSeconds })).toMatchObject(expected);
});

test("a secret is 32 random bytes as Standard Webhooks writes them", () => {
  const secrets = Array.from({ length: 50 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(50);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(32);
  }
});

test("while a secret is rotated, a receiver with either one can verify, and with no other", () => {
  const [fresh, old, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const body = JSON.stringify({ hello: "world" });
  const headers = signedHeaders([fresh, old], { id: "evt_1", body, at: new Date() });
  expect(headers["webhook-signature"]?.split(" ")).toHaveLength(2);
  for (const secret of [fresh, old]) {
    expect(new Webhook(secret).verify(body, headers)).toEqual({ hello: "world" });
  }
  expect(() => new Webhook(foreign).verify(body, headers)).toThrow();
  expect(() => new Webhook(fresh).verify(`${body} `, headers)).toThrow();
});
