import { invalidField } from "@/lib/kernel/app-error";
import { getSettings } from "@/lib/platform/settings";
import { judgeWebhookUrl } from "./judge-webhook-url";

/** @throws AppError invalid when the address can be seen to be one that is never called */
export function assertWebhookUrl(url: string): void {
  const fault = judgeWebhookUrl(url, getSettings().webhooks.allowedNetworks);
  if (fault) {
    throw invalidField("body.url", fault.code, fault.message);
  }
}
