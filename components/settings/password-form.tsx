"use client";

import { type FormEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { changePasswordContract } from "@/lib/contracts/access-session";
import { Refusal } from "./refusal";
import { useOwnMutation } from "./use-own-mutation";

interface PasswordFormProps {
  email: string;
  hasSecondFactor: boolean;
  /** where to go once it is changed; missing = stay */
  next?: string;
}

export function PasswordForm({ email, hasSecondFactor, next }: PasswordFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const change = useOwnMutation(
    (body: { current: string; new: string }) => callApi(changePasswordContract, { body }),
    "Password changed; you are signed out everywhere else, and your own API keys have ended",
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const body = { current: String(given.get("current")), new: String(given.get("new")) };
    if (change.isPending || body.current === "" || body.new === "") {
      return;
    }
    change.mutate(body, {
      onSuccess: () => {
        form.current?.reset();
        change.reset();
        if (next !== undefined) {
          window.location.assign(next);
        }
      },
    });
  }

  return (
    <form ref={form} method="post" onSubmit={submit} className="flex max-w-lg flex-col gap-4 p-4">
      {/* So that a password manager knows whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        id="current"
        name="current"
        label="Current password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Field
        id="new"
        name="new"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={
          hasSecondFactor
            ? "Eight characters or more, since you use an authenticator app."
            : "Fifteen characters or more; a few words in a row do well. Nothing else is asked of it."
        }
        required
      />
      <Refusal error={change.error} />
      <div>
        <Button type="submit" tone="primary" isBusy={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
