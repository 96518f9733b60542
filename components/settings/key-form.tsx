"use client";

import type { FormEvent, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Role } from "@/lib/contracts/role";
import { Refusal } from "./refusal";
import { RoleAndSites, readRoleAndSites } from "./role-and-sites";

/** What a key is called, what it may do, and until when. */
export interface KeyRequest {
  name: string;
  role: Role;
  site_ids: string[];
  expires_at: string | null;
}

interface KeyFormProps {
  /** begins the fields' ids */
  id: string;
  nameHint: string;
  firstRole: Role;
  siteIds: readonly string[];
  error: Error | null;
  isBusy: boolean;
  onSubmit: (form: FormData) => void;
  onCancel: () => void;
  /** further fields */
  children?: ReactNode;
}

export function KeyForm(props: KeyFormProps) {
  const { id, isBusy } = props;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!isBusy) {
      props.onSubmit(new FormData(event.currentTarget));
    }
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4 p-4">
      <Field id={`${id}-name`} name="name" label="Name" hint={props.nameHint} required />
      <RoleAndSites id={id} firstRole={props.firstRole} siteIds={props.siteIds} />
      <Field
        id={`${id}-expires`}
        name="expires"
        label="Last day"
        hint="Without one it works until somebody revokes it."
        type="date"
      />
      {props.children}
      <Refusal error={props.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isBusy={isBusy}>
          Add
        </Button>
      </div>
    </form>
  );
}

/** What the fields hold. */
export function readKeyRequest(form: FormData): KeyRequest {
  const { role = "read_only", site_ids } = readRoleAndSites(form);
  const day = String(form.get("expires") ?? "");
  return {
    name: String(form.get("name") ?? ""),
    role,
    site_ids,
    expires_at: day === "" ? null : `${day}T23:59:59.000Z`,
  };
}
