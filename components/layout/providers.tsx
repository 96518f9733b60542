"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { RenderedAtProvider } from "@/components/ui/time";
import { ApiProblem } from "@/lib/client/api-problem";
import { leaveForSignIn } from "@/lib/client/leave-for-sign-in";
import { type Session, SessionProvider } from "./session";

interface ProvidersProps {
  session: Session;
  renderedAtMs: number;
  children: ReactNode;
}

export function Providers({ session, renderedAtMs, children }: ProvidersProps) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <SessionProvider session={session}>
        <RenderedAtProvider atMs={renderedAtMs}>
          {children}
          <Toasts />
        </RenderedAtProvider>
      </SessionProvider>
    </QueryClientProvider>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInWhenSignedOut }),
    mutationCache: new MutationCache({ onError: signInWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 2000,
        retry: (failures, error) => failures < 2 && isWorthRepeating(error),
      },
    },
  });
}

function isWorthRepeating(error: Error): boolean {
  return !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
}

function signInWhenSignedOut(error: Error): void {
  if (error instanceof ApiProblem && error.status === 401) {
    leaveForSignIn("refused");
  }
}

function Toasts() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-center"
      visibleToasts={3}
      gap={8}
      toastOptions={{
        className:
          "!rounded-md !border !border-line-strong !bg-raised !text-sm !text-text !shadow-none !font-sans",
        descriptionClassName: "!text-muted",
      }}
    />
  );
}
