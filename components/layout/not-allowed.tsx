import { Lock } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** 403, politely. */
export function NotAllowed({ what, detail }: { what: string; detail: string }) {
  return (
    <EmptyState
      isPage
      icon={Lock}
      title={`Your role may not ${what}`}
      action={
        <Link href="/dashboard" className={buttonClass({ tone: "primary" })}>
          Back to the tower
        </Link>
      }
    >
      <p>{detail}</p>
      <p className="mt-1">Ask a supervisor.</p>
    </EmptyState>
  );
}
