"use client";

import { Users } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { TimeAgo } from "@/components/ui/time";
import type { UserAnswer } from "@/lib/contracts/access-users";
import { sitesInWords, toWords } from "@/lib/format/words";
import { CardActions, CardCell, CardName, CardRow, CardTable } from "./card-table";
import { PersonMenu } from "./person-menu";

const HEADINGS = [
  "Name",
  "E-mail address",
  "Role",
  "Stores",
  "Signs in with",
  "Last here",
  "Actions",
];

export function PeopleTable({ people }: { people: readonly UserAnswer[] }) {
  if (people.length === 0) {
    return (
      <EmptyState icon={Users} title="Nobody yet">
        People sign in with an e-mail address and a password. Invite the first; their first password
        is shown to you once.
      </EmptyState>
    );
  }
  return (
    <CardTable caption="People, newest first" headings={HEADINGS}>
      {people.map((person) => (
        <PersonRow key={person.id} person={person} />
      ))}
    </CardTable>
  );
}

function PersonRow({ person }: { person: UserAnswer }) {
  return (
    <CardRow>
      <CardName name={person.name}>
        {person.status === "disabled" && <Badge tone="breach">disabled</Badge>}
      </CardName>
      <CardCell heading="E-mail" title={person.email}>
        {person.email}
      </CardCell>
      <CardCell heading="Role" className="">
        {toWords(person.role)}
      </CardCell>
      <CardCell heading="Stores" title={person.site_ids.join(", ")}>
        {sitesInWords(person.site_ids)}
      </CardCell>
      <CardCell heading="Signs in with">{credentialWords(person)}</CardCell>
      <CardCell heading="Last here">
        {person.last_sign_in_at === null ? "never" : <TimeAgo at={person.last_sign_in_at} />}
      </CardCell>
      <CardActions inCorner>
        <PersonMenu person={person} />
      </CardActions>
    </CardRow>
  );
}

function credentialWords(person: UserAnswer): string {
  if (person.signs_in_with === "oidc") {
    return "company account";
  }
  const password = person.must_change_password ? "first password" : "password";
  return person.has_second_factor ? `${password} and app` : password;
}
