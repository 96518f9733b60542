"use client";

import { LogOut } from "lucide-react";
import { Button } from "@/components/ui/button";
import { signOutAndTell } from "./sign-out-and-tell";

/** The way out of a page that has no bar with a menu. */
export function SignOutButton() {
  return (
    <Button tone="quiet" onClick={() => void signOutAndTell()}>
      <LogOut aria-hidden className="size-4" />
      Sign out
    </Button>
  );
}
