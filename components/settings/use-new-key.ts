import { useState } from "react";
import type { ApiKeyWithSecret } from "@/lib/contracts/api-keys";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

/** A dialog that makes a key, and the key, which is shown once when the dialog has closed. */
export function useNewKey(create: (form: FormData) => Promise<ApiKeyWithSecret>) {
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useOwnMutation(create);
  useForgotten(add, isOpen);
  return {
    open: () => setIsOpen(true),
    dialog: { isOpen, onOpenChange: setIsOpen },
    form: {
      error: add.error,
      isBusy: add.isPending,
      onSubmit: (form: FormData) =>
        add.mutate(form, {
          onSuccess: ({ key }) => {
            setIsOpen(false);
            setSecret(key);
          },
        }),
      onCancel: () => setIsOpen(false),
    },
    shown: { secret, onClose: () => setSecret(null) },
  };
}
