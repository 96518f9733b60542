"use client";

import { Network } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-field";
import { callApi } from "@/lib/client/call";
import { createMachineClientContract } from "@/lib/contracts/machine-clients";
import { Refusal } from "./refusal";
import { RoleAndSites, readRoleAndSites } from "./role-and-sites";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

/** Asks for a partner system's public keys, or where they are. */
export function AddClient() {
  const [isOpen, setIsOpen] = useState(false);
  const add = useOwnMutation((form: FormData) => {
    const { role = "read_only", site_ids } = readRoleAndSites(form);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    return callApi(createMachineClientContract, {
      body: {
        name: text("name"),
        role,
        site_ids,
        jwks_url: text("jwks_url") === "" ? null : text("jwks_url"),
        jwks: text("jwks") === "" ? null : parseJwks(text("jwks")),
      },
    });
  }, "The partner system is registered");
  useForgotten(add, isOpen);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!add.isPending) {
      add.mutate(new FormData(event.currentTarget), { onSuccess: () => setIsOpen(false) });
    }
  }

  return (
    <>
      <Button tone="primary" onClick={() => setIsOpen(true)}>
        <Network aria-hidden className="size-4" />
        Register a system
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setIsOpen} title="Register a partner system">
        <form onSubmit={submit} className="flex flex-col gap-4 p-4">
          <Field id="client-name" name="name" label="Name" required />
          <RoleAndSites id="client" firstRole="technician" siteIds={["*"]} />
          <Field
            id="client-url"
            name="jwks_url"
            label="Address of its public keys"
            hint="https; leave it out when you give the keys themselves."
            type="url"
            spellCheck={false}
          />
          <div>
            <label htmlFor="client-jwks" className="mb-1 block font-medium text-sm">
              Or its public keys (JWKS)
            </label>
            <TextArea id="client-jwks" name="jwks" spellCheck={false} className="font-mono" />
          </div>
          <Refusal error={add.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button type="submit" tone="primary" isBusy={add.isPending}>
              Register
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

function parseJwks(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('The public keys are not JSON; paste a document like {"keys": […]}.');
  }
}
