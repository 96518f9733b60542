"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { callApi } from "@/lib/client/call";
import { createApiKeyContract } from "@/lib/contracts/api-keys";
import { KeyForm, readKeyRequest } from "./key-form";
import { ShownOnce } from "./shown-once";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

/** Asks what a new key may do, then shows it once. */
export function AddKey() {
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useOwnMutation((form: FormData) =>
    callApi(createApiKeyContract, { body: readKeyRequest(form) }),
  );
  useForgotten(add, isOpen);

  function submit(form: FormData) {
    add.mutate(form, {
      onSuccess: ({ key }) => {
        setIsOpen(false);
        setSecret(key);
      },
    });
  }

  return (
    <>
      <Button tone="primary" onClick={() => setIsOpen(true)}>
        <KeyRound aria-hidden className="size-4" />
        Add a key
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title="Add an API key">
        <KeyForm
          id="key"
          nameHint="Which system uses it."
          firstRole="technician"
          siteIds={["*"]}
          error={add.error}
          isBusy={add.isPending}
          onSubmit={submit}
          onCancel={() => setIsOpen(false)}
        />
      </Dialog>
      <ShownOnce title="The new key" secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
