"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";

type Attempt = "idle" | "busy" | "refused" | "unreachable";

const WORDS: Readonly<Record<"refused" | "unreachable", string>> = {
  refused: "That key is not known here. Check that it is complete, or ask the administrator.",
  unreachable: "The server cannot be reached. Check the connection and try again.",
};

/** @param callbackUrl a path of this origin */
export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const router = useRouter();
  const [apiKey, setApiKey] = useState("");
  const [attempt, setAttempt] = useState<Attempt>("idle");
  const isWrong = attempt === "refused" || attempt === "unreachable";

  async function submit(event: FormEvent) {
    event.preventDefault();
    setAttempt("busy");
    const outcome = await tryKey(apiKey.trim());
    if (outcome === "accepted") {
      router.replace(callbackUrl);
      router.refresh();
      return;
    }
    setAttempt(outcome);
  }

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-4"
    >
      <div>
        <label htmlFor="api-key" className="mb-1 block font-medium text-sm">
          API key
        </label>
        <TextField
          id="api-key"
          name="api-key"
          type="password"
          required
          // The browser's password manager may keep it, like any other credential.
          autoComplete="current-password"
          spellCheck={false}
          value={apiKey}
          aria-invalid={attempt === "refused" || undefined}
          aria-describedby={isWrong ? "sign-in-error" : undefined}
          onChange={(event) => setApiKey(event.target.value)}
          className="font-mono"
        />
      </div>
      {isWrong && (
        <div id="sign-in-error">
          <Notice tone="breach" role="alert">
            {WORDS[attempt]}
          </Notice>
        </div>
      )}
      <Button type="submit" tone="primary" isBusy={attempt === "busy"} className="w-full">
        Sign in
      </Button>
    </form>
  );
}

async function tryKey(apiKey: string): Promise<"accepted" | "refused" | "unreachable"> {
  if (apiKey === "") {
    return "refused";
  }
  try {
    const answer = await signIn("api-key", { apiKey, redirect: false });
    return answer?.ok && !answer.error ? "accepted" : "refused";
  } catch {
    return "unreachable";
  }
}
