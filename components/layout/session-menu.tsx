"use client";

import { CircleUserRound, LogOut, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { toWords } from "@/lib/format/words";
import { useSession } from "./session";
import { signOutAndTell } from "./sign-out-and-tell";

export function SessionMenu() {
  const router = useRouter();
  const { name, role, mode } = useSession();
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
          <MenuItem onSelect={() => router.push("/settings")}>
            <Settings aria-hidden className="mt-0.5 size-4" />
            Your account
          </MenuItem>
          <MenuItem onSelect={() => void signOutAndTell()}>
            <LogOut aria-hidden className="mt-0.5 size-4" />
            Sign out
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
