import { TrustSkeleton } from "@/components/ame/trust-skeleton";

export default function Loading() {
  return <TrustSkeleton />;
}
