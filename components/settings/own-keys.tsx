"use client";

import { TimeAgo, useNow } from "@/components/ui/time";
import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";
import { revokeOwnApiKeyContract } from "@/lib/contracts/api-keys";
import { sitesInWords, toWords } from "@/lib/format/words";
import { KeyState, keyState } from "./key-state";
import { RevokeKey } from "./revoke-key";

interface OwnKeysProps {
  keys: readonly ApiKeyAnswer[];
  /** there are older ones than these */
  hasMore: boolean;
}

/** The keys with which a tool acts as the person. */
export function OwnKeys({ keys, hasMore }: OwnKeysProps) {
  const nowMs = useNow();
  if (keys.length === 0) {
    return (
      <p className="max-w-prose p-4 text-muted text-sm">
        None. A key lets a tool of yours act as you, with no more than you may do yourself. It is
        shown once, and ends with your account.
      </p>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {keys.map((key) => (
          <li
            key={key.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2 text-sm"
          >
            <div className="min-w-0 flex-1 basis-56">
              <h3 className="break-words font-medium">{key.name}</h3>
              <p className="text-muted text-xs">
                <span className="font-mono">{key.prefix}</span> · {toWords(key.role).toLowerCase()},{" "}
                {sitesInWords(key.site_ids)} ·{" "}
                {key.last_used_at === null ? (
                  "never used"
                ) : (
                  <>
                    used <TimeAgo at={key.last_used_at} />
                  </>
                )}
              </p>
            </div>
            <span className="text-xs">
              <KeyState apiKey={key} />
            </span>
            {keyState(key, nowMs) === "works" && (
              <RevokeKey id={key.id} name={key.name} contract={revokeOwnApiKeyContract} />
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          Older keys are not shown; GET /api/keys/own lists them all.
        </p>
      )}
    </>
  );
}
