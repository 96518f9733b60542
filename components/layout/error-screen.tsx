"use client";

import { CloudOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

interface ErrorScreenProps {
  /** what could not be shown, e.g. "The board" */
  what: string;
  error: unknown;
  retry: () => void;
}

export function ErrorScreen({ what, error, retry }: ErrorScreenProps) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <div role="alert" className="flex-1">
      <EmptyState
        isPage
        icon={CloudOff}
        title={`${what} could not be loaded`}
        action={
          <Button tone="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        <p>Nothing was changed. If it keeps happening, tell the administrator.</p>
        {digest && <p className="mt-2 font-mono text-xs">Error {digest}</p>}
      </EmptyState>
    </div>
  );
}
