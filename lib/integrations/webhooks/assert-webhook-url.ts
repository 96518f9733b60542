import { invalidField } from "@/lib/kernel/app-error";
import { judgeOutboundUrl } from "@/lib/platform/outbound/judge-outbound-url";
import { getSettings } from "@/lib/platform/settings";

/** @throws AppError invalid when the address can be seen to be one that is never called */
export function assertWebhookUrl(url: string): void {
  const fault = judgeOutboundUrl(url, getSettings().webhooks.allowedNetworks);
  if (fault) {
    throw invalidField("body.url", fault.code, fault.message);
  }
}
