"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { removeSecondFactorContract } from "@/lib/contracts/access-session";
import { Refusal } from "./refusal";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

export function RemoveSecondFactor({ onRemoved }: { onRemoved: () => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const remove = useOwnMutation(
    (body: { password: string; code: string }) => callApi(removeSecondFactorContract, { body }),
    "The authenticator app is switched off",
  );
  useForgotten(remove, isOpen);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const body = { password: String(given.get("password")), code: String(given.get("code")) };
    if (!remove.isPending) {
      remove.mutate(body, { onSuccess: onRemoved });
    }
  }

  return (
    <div className="flex flex-wrap items-center justify-between gap-3 p-4">
      <p className="text-sm">Signing in asks for a code.</p>
      <Button onClick={() => setIsOpen(true)}>Switch off</Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Switch the app off?"
        description="From then on your password stands alone, so it needs fifteen characters."
      >
        <form method="post" onSubmit={submit} className="flex flex-col gap-4 p-4">
          <Field
            id="remove-password"
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            required
          />
          <Field
            id="remove-code"
            name="code"
            label="Code"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\d{3} ?\d{3}"
            title="The six digits that the app shows"
            maxLength={7}
            required
          />
          <Refusal error={remove.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button type="submit" tone="danger" isBusy={remove.isPending}>
              Switch off
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
