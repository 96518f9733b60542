import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FreshLoad } from "@/components/sign-in/fresh-load";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { safePath } from "@/lib/client/safe-path";
import { getSettings } from "@/lib/platform/settings";

export const metadata: Metadata = { title: "Sign in" };

type Parameter = string | string[] | undefined;
interface PageProps {
  searchParams: Promise<{ callbackUrl?: Parameter; error?: Parameter; reason?: Parameter }>;
}

export default async function Page({ searchParams }: PageProps) {
  const { callbackUrl, error, reason } = await searchParams;
  const { mode, oidc, sessions } = getSettings();
  if (mode === "demo") {
    redirect("/dashboard");
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <FreshLoad />
      <div className="w-full max-w-88 rounded-lg border border-line bg-surface p-6">
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <h1 className="mt-4 mb-5 font-semibold text-xl">Sign in to Control Tower</h1>
        {reason === "idle" && (
          <div className="mb-4">
            <Notice role="status">
              You were signed out because nobody had done anything for {sessions.idleMinutes}{" "}
              {sessions.idleMinutes === 1 ? "minute" : "minutes"}. Sign in to go on where you were.
            </Notice>
          </div>
        )}
        <SignInForm
          callbackUrl={safePath(textOf(callbackUrl) ?? undefined)}
          error={textOf(error)}
          companyAccount={oidc?.label ?? null}
        />
      </div>
    </main>
  );
}

function textOf(parameter: Parameter): string | null {
  return typeof parameter === "string" && parameter !== "" ? parameter : null;
}
