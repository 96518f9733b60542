import { CaseSkeleton } from "@/components/cases/case-skeleton";

export default function Loading() {
  return <CaseSkeleton />;
}
