"use client";

import { ErrorScreen } from "@/components/layout/error-screen";

export default function AuditError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen what="The audit log" error={error} retry={retry} />;
}
