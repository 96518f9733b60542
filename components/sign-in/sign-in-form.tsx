"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { CompanyAccount } from "./company-account";
import { signInWords } from "./sign-in-words";

interface SignInFormProps {
  /** a path of this origin */
  callbackUrl: string;
  /** why the last attempt was refused, when it comes in the address */
  error: string | null;
  /** the company account's name; null when there is none to sign in with */
  companyAccount: string | null;
}

/** Asks for a code only where the password was right and the person uses an app. */
export function SignInForm({ callbackUrl, error: firstError, companyAccount }: SignInFormProps) {
  const [error, setError] = useState(firstError);
  const [isBusy, setIsBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    setError(null);
    const refusal = await tryPassword(form);
    if (refusal === null) {
      // A fresh load: nothing of what was there before the person is kept.
      window.location.assign(callbackUrl);
      return;
    }
    setIsBusy(false);
    setNeedsCode(refusal === "code_needed" || (needsCode && refusal === "wrong_code"));
    setError(refusal === "code_needed" ? null : refusal);
  }

  const described = error ? { "aria-describedby": "sign-in-error" } : {};
  return (
    <>
      <form
        method="post"
        noValidate
        onSubmit={(event) => void submit(event)}
        className="flex flex-col gap-4"
      >
        <Field
          id="email"
          name="email"
          label="E-mail address"
          type="email"
          required
          autoComplete="username"
          spellCheck={false}
          aria-invalid={error === "wrong_password" || undefined}
          {...described}
        />
        <Field
          id="password"
          name="password"
          label="Password"
          type="password"
          required
          autoComplete="current-password"
          aria-invalid={error === "wrong_password" || undefined}
          {...described}
        />
        {needsCode && (
          <Field
            id="code"
            name="code"
            label="Code"
            hint="The six digits that your authenticator app shows."
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            required
            autoFocus
            aria-invalid={error === "wrong_code" || undefined}
            {...described}
          />
        )}
        {error && (
          <div id="sign-in-error">
            <Notice tone="breach" role="alert">
              {signInWords(error)}
            </Notice>
          </div>
        )}
        <Button type="submit" tone="primary" isBusy={isBusy} className="w-full">
          Sign in
        </Button>
      </form>
      {companyAccount !== null && (
        <CompanyAccount name={companyAccount} callbackUrl={callbackUrl} />
      )}
    </>
  );
}

/** @returns why it was refused; null when the person is signed in */
async function tryPassword(form: FormData): Promise<string | null> {
  const text = (name: string) => String(form.get(name) ?? "");
  try {
    const answer = await signIn("password", {
      email: text("email"),
      password: text("password"),
      code: text("code"),
      redirect: false,
    });
    return answer?.ok && !answer.error ? null : (answer?.error ?? "unavailable");
  } catch {
    return "unreachable";
  }
}
