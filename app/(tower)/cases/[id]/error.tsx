"use client";

import { ErrorScreen } from "@/components/layout/error-screen";

export default function CaseError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen what="The case" error={error} retry={retry} />;
}
