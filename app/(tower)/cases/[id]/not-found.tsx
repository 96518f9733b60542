import { FileX2 } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function CaseNotFound() {
  return (
    <EmptyState
      isPage
      icon={FileX2}
      title="There is no such case"
      action={
        <Link href="/dashboard" className={buttonClass({ tone: "primary" })}>
          Back to the tower
        </Link>
      }
    >
      It may have been removed, or the number is mistyped. Search by rx number or drug instead.
    </EmptyState>
  );
}
