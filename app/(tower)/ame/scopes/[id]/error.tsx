"use client";

import { ErrorScreen } from "@/components/layout/error-screen";

export default function TrustError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen what="The trust page" error={error} retry={retry} />;
}
