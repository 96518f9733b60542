"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { beginSecondFactorContract } from "@/lib/contracts/access-session";
import { ConfirmSecondFactor } from "./confirm-second-factor";
import { Refusal } from "./refusal";
import { RemoveSecondFactor } from "./remove-second-factor";
import { useOwnMutation } from "./use-own-mutation";

/** Switches the authenticator app on, in two steps, or off. */
export function SecondFactor({ isOn }: { isOn: boolean }) {
  const begin = useOwnMutation((password: string) =>
    callApi(beginSecondFactorContract, { body: { password } }),
  );
  if (isOn) {
    return <RemoveSecondFactor onRemoved={() => begin.reset()} />;
  }
  if (begin.data) {
    return <ConfirmSecondFactor secret={begin.data.secret} uri={begin.data.uri} />;
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!begin.isPending) {
      begin.mutate(String(new FormData(event.currentTarget).get("password")));
    }
  }

  return (
    <form method="post" onSubmit={submit} className="flex max-w-lg flex-col gap-4 p-4">
      <p className="max-w-prose text-muted text-sm">
        A code from an app on your phone, beside the password. Whoever learns your password can do
        nothing without it.
      </p>
      <Field
        id="begin-password"
        name="password"
        label="Your password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Refusal error={begin.error} />
      <div>
        <Button type="submit" isBusy={begin.isPending}>
          Set up an app
        </Button>
      </div>
    </form>
  );
}
