"use client";

import { Building2 } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Leaves for the identity provider, which sends the person back. */
export function CompanyAccount({ name, callbackUrl }: { name: string; callbackUrl: string }) {
  const [isBusy, setIsBusy] = useState(false);
  return (
    <div className="mt-4 border-line border-t pt-4">
      <Button
        className="w-full"
        isBusy={isBusy}
        onClick={() => {
          setIsBusy(true);
          void signIn("oidc", { callbackUrl }).catch(() => setIsBusy(false));
        }}
      >
        <Building2 aria-hidden className="size-4" />
        Sign in with {name}
      </Button>
    </div>
  );
}
