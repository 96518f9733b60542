"use client";

import { KeyRound } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { callApi } from "@/lib/client/call";
import { createApiKeyContract } from "@/lib/contracts/api-keys";
import { KeyForm, readKeyRequest } from "./key-form";
import { ShownOnce } from "./shown-once";
import { useNewKey } from "./use-new-key";

/** Asks what a new key may do, then shows it once. */
export function AddKey() {
  const { open, dialog, form, shown } = useNewKey((answers) =>
    callApi(createApiKeyContract, { body: readKeyRequest(answers) }),
  );
  return (
    <>
      <Button tone="primary" onClick={open}>
        <KeyRound aria-hidden className="size-4" />
        Add a key
      </Button>
      <Dialog {...dialog} title="Add an API key">
        <KeyForm
          id="key"
          nameHint="Which system uses it."
          firstRole="technician"
          siteIds={["*"]}
          {...form}
        />
      </Dialog>
      <ShownOnce title="The new key" {...shown} />
    </>
  );
}
