"use client";

import { ErrorScreen } from "@/components/layout/error-screen";

export default function SettingsError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorScreen what="The settings" error={error} retry={retry} />;
}
