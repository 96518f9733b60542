import { Lock } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** 403, politely. */
export function NotForYou({ what }: { what: string }) {
  return (
    <EmptyState
      isPage
      icon={Lock}
      title={`Your role may not manage ${what}`}
      action={
        <Link href="/settings" className={buttonClass({ tone: "primary" })}>
          Your account
        </Link>
      }
    >
      An administrator does; ask one. What is yours is under your account.
    </EmptyState>
  );
}
