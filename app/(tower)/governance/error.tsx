"use client";

import { ErrorScreen } from "@/components/layout/error-screen";

export default function GovernanceError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen what="Governance" error={error} retry={retry} />;
}
