import { SkeletonRows } from "@/components/ui/skeleton-rows";

export default function Loading() {
  return (
    <div role="status" aria-label="Loading governance" className="flex-1 p-4">
      <div className="skeleton mb-4 h-7 w-36" />
      <SkeletonRows count={8} rowClass="h-16" bars={["w-72", "w-24", "w-36 max-md:hidden"]} />
    </div>
  );
}
