"use client";

import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/time";
import { TimeUntil } from "@/components/ui/time-until";
import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";

/** Whether a key still works, and until when. */
export function KeyState({ apiKey }: { apiKey: ApiKeyAnswer }) {
  const state = keyState(apiKey, useNow());
  if (state !== "works") {
    return <Badge tone={state === "revoked" ? "breach" : "risk"}>{state}</Badge>;
  }
  return (
    <span className="text-muted">
      works
      {apiKey.expires_at !== null && (
        <>
          , ends <TimeUntil at={apiKey.expires_at} />
        </>
      )}
    </span>
  );
}

export function keyState(
  { revoked_at, expires_at }: Pick<ApiKeyAnswer, "revoked_at" | "expires_at">,
  nowMs: number,
): "works" | "revoked" | "expired" {
  if (revoked_at !== null) {
    return "revoked";
  }
  return expires_at !== null && Date.parse(expires_at) <= nowMs ? "expired" : "works";
}
