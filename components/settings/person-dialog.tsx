"use client";

import { type FormEvent, useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { callApi } from "@/lib/client/call";
import { type UpdateUser, type UserAnswer, updateUserContract } from "@/lib/contracts/access-users";
import { Refusal } from "./refusal";
import { RoleAndSites, readRoleAndSites } from "./role-and-sites";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

interface PersonDialogProps {
  person: UserAnswer;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function PersonDialog({ person, isOpen, onOpenChange }: PersonDialogProps) {
  const id = useId();
  const change = useOwnMutation(
    (body: UpdateUser) => callApi(updateUserContract, { params: { id: person.id }, body }),
    "Changed; it holds from the next request on",
  );
  useForgotten(change, isOpen);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (change.isPending) {
      return;
    }
    const form = new FormData(event.currentTarget);
    const { role, site_ids } = readRoleAndSites(form);
    const name = String(form.get("name"));
    // Only what is different: nobody may change their own rights, but their name.
    const body = {
      ...(name !== person.name && { name }),
      ...(role !== undefined && role !== person.role && { role }),
      ...(site_ids.join() !== person.site_ids.join() && { site_ids }),
    };
    change.mutate(body, { onSuccess: () => onOpenChange(false) });
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Change ${person.name}`}
      description={person.email}
    >
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <Field id={`${id}-name`} name="name" label="Name" defaultValue={person.name} required />
        <RoleAndSites
          id={id}
          firstRole={person.role}
          siteIds={person.site_ids}
          isRoleFixed={person.signs_in_with === "oidc"}
        />
        <Refusal error={change.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
