"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { createOwnApiKeyContract } from "@/lib/contracts/api-keys";
import { KeyForm, readKeyRequest } from "./key-form";
import { ShownOnce } from "./shown-once";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

interface AddOwnKeyProps {
  siteIds: readonly string[];
  /** false for people of a company account, whom a fresh sign-in proves instead */
  hasPassword: boolean;
}

/** Asks a person for a key of their own and for who they are, then shows it once. */
export function AddOwnKey({ siteIds, hasPassword }: AddOwnKeyProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useOwnMutation((form: FormData) =>
    callApi(createOwnApiKeyContract, {
      body: {
        ...readKeyRequest(form),
        password: hasPassword ? String(form.get("password") ?? "") : null,
      },
    }),
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
      <Button size="sm" onClick={() => setIsOpen(true)}>
        Add a key
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Add a key of your own"
        description="Whatever is done with it is done in your name."
      >
        <KeyForm
          id="own-key"
          nameHint="Which tool of yours uses it."
          firstRole="read_only"
          siteIds={siteIds}
          error={add.error}
          isBusy={add.isPending}
          onSubmit={submit}
          onCancel={() => setIsOpen(false)}
        >
          {hasPassword && (
            <Field
              id="own-key-password"
              name="password"
              label="Your password"
              hint="Asked anew, so that nobody else makes a key that is you."
              type="password"
              autoComplete="current-password"
              required
            />
          )}
        </KeyForm>
      </Dialog>
      <ShownOnce title="Your new key" secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}
