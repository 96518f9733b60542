"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { callApi } from "@/lib/client/call";
import type {
  ApiKeyAnswer,
  revokeApiKeyContract,
  revokeOwnApiKeyContract,
} from "@/lib/contracts/api-keys";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

interface RevokeKeyProps extends Pick<ApiKeyAnswer, "id" | "name"> {
  /** anybody's key, or one's own */
  contract: typeof revokeApiKeyContract | typeof revokeOwnApiKeyContract;
}

/** Ends a key, once somebody says why. */
export function RevokeKey({ id, name, contract }: RevokeKeyProps) {
  const [isOpen, setIsOpen] = useState(false);
  const revoke = useOwnMutation(
    (reason: string) => callApi(contract, { params: { id }, body: { reason } }),
    "The key is revoked",
  );
  useForgotten(revoke, isOpen);
  return (
    <>
      <Button size="sm" aria-label={`Revoke ${name}`} onClick={() => setIsOpen(true)}>
        Revoke
      </Button>
      <ReasonDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Revoke ${name}`}
        description="The next request with this key is refused. This cannot be undone."
        confirmLabel="Revoke"
        isDanger
        isBusy={revoke.isPending}
        refusal={revoke.error?.message}
        onConfirm={(reason) => revoke.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
