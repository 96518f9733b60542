"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { createOwnApiKeyContract } from "@/lib/contracts/api-keys";
import { KeyForm, readKeyRequest } from "./key-form";
import { ShownOnce } from "./shown-once";
import { useNewKey } from "./use-new-key";

interface AddOwnKeyProps {
  siteIds: readonly string[];
  /** false for people of a company account, whom a fresh sign-in proves instead */
  hasPassword: boolean;
}

/** Asks a person for a key of their own and for who they are, then shows it once. */
export function AddOwnKey({ siteIds, hasPassword }: AddOwnKeyProps) {
  const { open, dialog, form, shown } = useNewKey((answers) =>
    callApi(createOwnApiKeyContract, {
      body: {
        ...readKeyRequest(answers),
        password: hasPassword ? String(answers.get("password") ?? "") : null,
      },
    }),
  );
  return (
    <>
      <Button size="sm" onClick={open}>
        Add a key
      </Button>
      <Dialog
        {...dialog}
        title="Add a key of your own"
        description="Whatever is done with it is done in your name."
      >
        <KeyForm
          id="own-key"
          nameHint="Which tool of yours uses it."
          firstRole="read_only"
          siteIds={siteIds}
          {...form}
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
      <ShownOnce title="Your new key" {...shown} />
    </>
  );
}
