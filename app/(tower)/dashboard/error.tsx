"use client";

import { ErrorScreen } from "@/components/layout/error-screen";

export default function BoardError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen what="The board" error={error} retry={retry} />;
}
