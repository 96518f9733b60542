import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";

interface PagerProps {
  /** what is paged, e.g. "Pages of people" */
  label: string;
  /** towards the newest; null where there is nothing newer */
  newer: { href: string; word: string } | null;
  /** address of what is older; null at the end */
  older: string | null;
}

/** The ways to the other pages of a list that shows the newest first. */
export function Pager({ label, newer, older }: PagerProps) {
  if (newer === null && older === null) {
    return null;
  }
  return (
    <nav aria-label={label} className="mt-4 flex justify-between">
      {newer === null ? (
        <span />
      ) : (
        <Link href={newer.href} prefetch={false} className={buttonClass()}>
          <ArrowLeft aria-hidden className="size-3.5" />
          {newer.word}
        </Link>
      )}
      {older !== null && (
        <Link href={older} prefetch={false} className={buttonClass()}>
          Older
          <ArrowRight aria-hidden className="size-3.5" />
        </Link>
      )}
    </nav>
  );
}
