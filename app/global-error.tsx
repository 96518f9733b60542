"use client";

import { ErrorScreen } from "@/components/layout/error-screen";
import "./globals.css";

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Control Tower</title>
        <main className="grid min-h-dvh place-items-center">
          <ErrorScreen what="Control Tower" error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
