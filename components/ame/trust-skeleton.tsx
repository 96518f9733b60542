import { SkeletonRows } from "@/components/ui/skeleton-rows";

const BARS = ["w-48", "w-24", "w-12", "w-40 max-md:hidden"];

/** The tables' shape while they load. */
export function TrustSkeleton() {
  return (
    <div role="status" aria-label="Loading trust scopes" className="flex-1 p-4">
      <div className="mb-4 skeleton h-6 w-24" />
      <SkeletonRows count={8} rowClass="h-11" bars={BARS} />
    </div>
  );
}
