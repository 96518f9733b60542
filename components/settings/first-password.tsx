"use client";

import type { InvitedUser } from "@/lib/contracts/access-users";
import { ShownOnce } from "./shown-once";

interface FirstPasswordProps {
  /** null = nobody was invited just now */
  invited: InvitedUser | null;
  onClose: () => void;
}

export function FirstPassword({ invited, onClose }: FirstPasswordProps) {
  return (
    <ShownOnce
      title={`First password of ${invited?.name ?? ""}`}
      description="Shown this once. Hand it over in person or by telephone; the first sign-in asks for another."
      closeLabel="I have noted it"
      secret={invited?.initial_password ?? null}
      onClose={onClose}
    />
  );
}
