import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignOutButton } from "@/components/layout/sign-out-button";
import { PasswordForm } from "@/components/settings/password-form";
import { Panel } from "@/components/ui/panel";
import { pageContext } from "@/lib/auth/page-context";
import { getSession } from "@/lib/auth/sessions/get-session";

export const metadata: Metadata = { title: "Choose a password" };

/** Where whoever has a first password still is led, whatever they asked for. */
export default async function Page() {
  const ctx = await pageContext({ isForFirstPassword: true });
  const { user } = await getSession(ctx);
  if (!user?.must_change_password) {
    redirect("/dashboard");
  }
  return (
    <div className="grid flex-1 place-items-center p-4 max-sm:px-3">
      <div className="w-full max-w-md">
        <h1 className="mb-1 font-semibold text-xl">Choose a password</h1>
        <p className="mb-4 text-muted text-sm">
          The one you signed in with was given to you by somebody else. Choose one that only you
          know; then you can go on.
        </p>
        <Panel title="Password">
          <PasswordForm
            email={user.email}
            hasSecondFactor={user.has_second_factor}
            next="/dashboard"
          />
        </Panel>
        <div className="mt-3 flex justify-center">
          <SignOutButton />
        </div>
      </div>
    </div>
  );
}
