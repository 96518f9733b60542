import { ChevronRight } from "lucide-react";
import type { PolicyCapAnswer } from "@/lib/contracts/governance";
import { countOf } from "@/lib/format/words";

/** What no evidence and no gate can lift, with the law it rests on. */
export function PolicyCaps({ caps }: { caps: readonly PolicyCapAnswer[] }) {
  if (caps.length === 0) {
    return null;
  }
  return (
    <details className="group rounded-lg border border-line bg-surface">
      <summary className="flex min-h-10 items-center gap-2 rounded-lg px-4 hover:bg-hover">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-muted transition-transform duration-100 group-open:rotate-90"
        />
        <span className="font-semibold text-sm">Never automated here</span>
        <span className="ml-auto text-muted text-xs">{countOf(caps.length, "rule")}</span>
      </summary>
      <dl className="divide-y divide-line border-line border-t">
        {caps.map((cap) => (
          <div key={cap.id} className="flex gap-3 px-4 py-2">
            <dt className="min-w-0 flex-1 text-sm">
              <span className="mr-2 font-mono text-subtle text-xs">{cap.id}</span>
              {cap.rule}
            </dt>
            <dd className="max-w-44 shrink-0 text-right text-muted text-xs leading-5">
              {cap.source}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
