"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { confirmSecondFactorContract } from "@/lib/contracts/access-session";
import { QrCode } from "./qr-code";
import { Refusal } from "./refusal";
import { useOwnMutation } from "./use-own-mutation";

/** Shows the secret once, in fours, and asks for the first code. */
export function ConfirmSecondFactor({ secret, uri }: { secret: string; uri: string }) {
  const confirm = useOwnMutation(
    (code: string) => callApi(confirmSecondFactorContract, { body: { code } }),
    "The authenticator app is switched on",
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    if (!confirm.isPending) {
      confirm.mutate(code);
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap gap-4">
        <QrCode text={uri} label="The key, to be scanned" />
        <div className="min-w-0 flex-1 basis-64 text-sm">
          <p>Scan the code with the app, or type this key into it, as a time-based key:</p>
          <p className="my-2 select-all break-words rounded-md border border-line bg-sunken px-3 py-2 font-mono">
            {secret.match(/.{1,4}/g)?.join(" ")}
          </p>
          <p className="text-muted">
            On the phone itself,{" "}
            <a href={uri} className="text-accent underline underline-offset-2">
              open it in the app
            </a>
            . It is shown this once.
          </p>
        </div>
      </div>
      <div className="max-w-lg">
        {" "}
        <Field
          id="first-code"
          name="code"
          label="Code"
          hint="The six digits that the app shows now."
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="\d{3} ?\d{3}"
          title="The six digits that the app shows"
          maxLength={7}
          autoFocus
          required
        />
      </div>{" "}
      <Refusal error={confirm.error} />
      <div>
        <Button type="submit" tone="primary" isBusy={confirm.isPending}>
          Switch on
        </Button>
      </div>
    </form>
  );
}
