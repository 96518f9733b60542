"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { callApi } from "@/lib/client/call";
import {
  endUserSessionsContract,
  type InvitedUser,
  resetPasswordContract,
  type UserAnswer,
  updateUserContract,
} from "@/lib/contracts/access-users";
import { countOf } from "@/lib/format/words";
import { FirstPassword } from "./first-password";
import { PersonDialog } from "./person-dialog";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

/** What an administrator may do to an account. */
export function PersonMenu({ person }: { person: UserAnswer }) {
  const [isEditing, setIsEditing] = useState(false);
  const [reset, setReset] = useState<InvitedUser | null>(null);
  const params = { id: person.id };
  const isActive = person.status === "active";
  const setStatus = useOwnMutation(
    (status: UserAnswer["status"]) => callApi(updateUserContract, { params, body: { status } }),
    isActive ? `${person.name} can no longer sign in` : `${person.name} can sign in again`,
  );
  const endSessions = useOwnMutation(() => callApi(endUserSessionsContract, { params }));
  const resetPassword = useOwnMutation((removeSecondFactor: boolean) =>
    callApi(resetPasswordContract, {
      params,
      body: { remove_second_factor: removeSecondFactor },
    }),
  );
  useForgotten(resetPassword, reset !== null);
  const onError = (error: Error) => toast.error(error.message);
  const askForReset = (removeSecondFactor: boolean) =>
    resetPassword.mutate(removeSecondFactor, { onSuccess: setReset, onError });

  return (
    <>
      <Menu
        trigger={
          <Button tone="quiet" size="icon" aria-label={`Actions for ${person.name}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        <MenuItem onSelect={() => setIsEditing(true)}>Change role and stores</MenuItem>
        {person.signs_in_with === "password" && (
          <MenuItem onSelect={() => askForReset(false)}>Give a new first password</MenuItem>
        )}
        {person.has_second_factor && (
          <MenuItem onSelect={() => askForReset(true)}>… and remove the authenticator app</MenuItem>
        )}
        <MenuItem
          onSelect={() =>
            endSessions.mutate(undefined, {
              onSuccess: ({ ended }) => toast(`${countOf(ended, "session")} ended`),
              onError,
            })
          }
        >
          Sign out everywhere
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => setStatus.mutate(isActive ? "disabled" : "active", { onError })}>
          {isActive ? "Disable" : "Enable"}
        </MenuItem>
      </Menu>
      <PersonDialog person={person} isOpen={isEditing} onOpenChange={setIsEditing} />
      <FirstPassword invited={reset} onClose={() => setReset(null)} />
    </>
  );
}
