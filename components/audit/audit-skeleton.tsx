import { SkeletonRows } from "@/components/ui/skeleton-rows";

const BARS = ["w-36", "w-28", "w-36", "w-20", "w-52 max-md:hidden"];

/** The table's shape while it loads. */
export function AuditSkeleton() {
  return (
    <div role="status" aria-label="Loading the audit log" className="flex-1 p-4">
      <div className="mb-4 flex h-8 items-center justify-between">
        <div className="skeleton h-5 w-24" />
        <div className="skeleton h-8 w-48" />
      </div>
      <SkeletonRows count={14} rowClass="h-9" bars={BARS} />
    </div>
  );
}
