import { ShieldQuestionMark } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function ScopeNotFound() {
  return (
    <EmptyState
      isPage
      icon={ShieldQuestionMark}
      title="There is no such trust scope"
      action={
        <Link href="/ame/dashboard" className={buttonClass({ tone: "primary" })}>
          Back to trust
        </Link>
      }
    >
      It belongs to a store that you do not see, or the number is mistyped.
    </EmptyState>
  );
}
