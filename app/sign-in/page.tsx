import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { safePath } from "@/lib/client/safe-path";
import { getSettings } from "@/lib/platform/settings";

export const metadata: Metadata = { title: "Sign in" };

interface PageProps {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}

export default async function Page({ searchParams }: PageProps) {
  const { callbackUrl } = await searchParams;
  if (getSettings().mode === "demo") {
    redirect("/dashboard");
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-88 rounded-lg border border-line bg-surface p-6">
        <img src="/favicon.svg" alt="" width={32} height={32} />
        <h1 className="mt-4 font-semibold text-xl">Sign in to Control Tower</h1>
        <p className="mt-1 mb-5 text-muted text-sm">
          Use the key that your administrator gave you. It decides what you may do.
        </p>
        <SignInForm
          callbackUrl={safePath(typeof callbackUrl === "string" ? callbackUrl : undefined)}
        />
      </div>
    </main>
  );
}
