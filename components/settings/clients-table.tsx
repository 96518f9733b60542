"use client";

import { Network } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TimeAgo } from "@/components/ui/time";
import { callApi } from "@/lib/client/call";
import {
  type MachineClientAnswer,
  updateMachineClientContract,
} from "@/lib/contracts/machine-clients";
import { sitesInWords } from "@/lib/format/words";
import { CardActions, CardCell, CardName, CardRow, CardTable } from "./card-table";
import { Refusal } from "./refusal";
import { RoleInWords } from "./role-in-words";
import { useOwnMutation } from "./use-own-mutation";

const HEADINGS = ["Name", "Client id", "Role", "Stores", "Its keys", "Last used", "Actions"];

export function ClientsTable({ clients }: { clients: readonly MachineClientAnswer[] }) {
  if (clients.length === 0) {
    return (
      <EmptyState icon={Network} title="No partner systems yet">
        A partner system signs in with a key pair of its own and gets a token of five minutes, so
        that no secret has to be sent or stored here. Register its public keys.
      </EmptyState>
    );
  }
  return (
    <CardTable caption="Partner systems, newest first" headings={HEADINGS}>
      {clients.map((client) => (
        <ClientRow key={client.id} client={client} />
      ))}
    </CardTable>
  );
}

function ClientRow({ client }: { client: MachineClientAnswer }) {
  return (
    <CardRow>
      <CardName name={client.name}>
        {!client.is_enabled && <Badge tone="breach">disabled</Badge>}
      </CardName>
      <CardCell heading="Client id" className="font-mono text-muted text-xs lg:max-w-none">
        {client.id}
      </CardCell>
      <CardCell heading="Role" className="">
        <RoleInWords of={client} />
      </CardCell>
      <CardCell heading="Stores" title={client.site_ids.join(", ")}>
        {sitesInWords(client.site_ids)}
      </CardCell>
      <CardCell heading="Its keys" title={client.jwks_url ?? undefined}>
        {client.jwks_url ?? "stored here"}
      </CardCell>
      <CardCell heading="Last used">
        {client.last_used_at === null ? "never" : <TimeAgo at={client.last_used_at} />}
      </CardCell>
      <CardActions>
        <Enable client={client} />
      </CardActions>
    </CardRow>
  );
}

function Enable({ client: { id, name, is_enabled } }: { client: MachineClientAnswer }) {
  const verb = is_enabled ? "Disable" : "Enable";
  const change = useOwnMutation(
    () =>
      callApi(updateMachineClientContract, { params: { id }, body: { is_enabled: !is_enabled } }),
    `${name} is ${verb.toLowerCase()}d`,
  );
  return (
    <>
      <Button
        size="sm"
        aria-label={`${verb} ${name}`}
        isBusy={change.isPending}
        onClick={() => change.mutate(undefined)}
      >
        {verb}
      </Button>
      <Refusal error={change.error} />
    </>
  );
}
