"use client";

import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { type InvitedUser, inviteUserContract } from "@/lib/contracts/access-users";
import { FirstPassword } from "./first-password";
import { Refusal } from "./refusal";
import { RoleAndSites, readRoleAndSites } from "./role-and-sites";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

/** Asks whom to invite, then shows their first password. */
export function InvitePerson() {
  const [isOpen, setIsOpen] = useState(false);
  const [invited, setInvited] = useState<InvitedUser | null>(null);
  const invite = useOwnMutation((form: FormData) => {
    const { role = "read_only", site_ids } = readRoleAndSites(form);
    const text = (name: string) => String(form.get(name) ?? "");
    const body = { email: text("email"), name: text("name"), role, site_ids };
    return callApi(inviteUserContract, { body });
  });
  useForgotten(invite, isOpen);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (invite.isPending) {
      return;
    }
    invite.mutate(new FormData(event.currentTarget), {
      onSuccess: (person) => {
        setIsOpen(false);
        setInvited(person);
      },
    });
  }

  return (
    <>
      <Button tone="primary" onClick={() => setIsOpen(true)}>
        <UserPlus aria-hidden className="size-4" />
        Invite a person
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title="Invite a person">
        <form onSubmit={submit} className="flex flex-col gap-4 p-4">
          <Field id="invite-email" name="email" label="E-mail address" type="email" required />
          <Field id="invite-name" name="name" label="Name" required />
          <RoleAndSites id="invite" firstRole="technician" siteIds={["*"]} />
          <Refusal error={invite.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button type="submit" tone="primary" isBusy={invite.isPending}>
              Invite
            </Button>
          </div>
        </form>
      </Dialog>
      <FirstPassword invited={invited} onClose={() => setInvited(null)} />
    </>
  );
}
