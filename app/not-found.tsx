import { Compass } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        isPage
        icon={Compass}
        title="This page does not exist"
        action={
          <Link href="/dashboard" className={buttonClass({ tone: "primary" })}>
            Go to the tower
          </Link>
        }
      >
        The address may be mistyped, or the link may be old.
      </EmptyState>
    </main>
  );
}
