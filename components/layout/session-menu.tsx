"use client";

import { CircleUserRound, LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { actorName, toWords } from "@/lib/format/words";
import { useSession } from "./session";

export function SessionMenu() {
  const { actorId, role, mode } = useSession();
  const name = actorName(actorId);
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="icon" aria-label={`Signed in as ${name}`} title={name}>
          <CircleUserRound aria-hidden className="size-4" />
        </Button>
      }
    >
      <MenuLabel>
        <span className="block font-medium text-sm text-text">{name}</span>
        {toWords(role)}
        {mode === "demo" && ", built in for the demo"}
      </MenuLabel>
      {mode !== "demo" && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => void leave()}>
            <LogOut aria-hidden className="mt-0.5 size-4" />
            Sign out
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

/** Goes to this origin's own page, whatever address the server believes it has. */
async function leave(): Promise<void> {
  await signOut({ redirect: false });
  window.location.assign("/sign-in");
}
