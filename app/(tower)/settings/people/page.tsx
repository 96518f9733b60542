import type { Metadata } from "next";
import { InvitePerson } from "@/components/settings/invite-person";
import { PeopleTable } from "@/components/settings/people-table";
import { listUsers } from "@/lib/auth/people/list-users";
import { SettingsList, type SettingsListAddress } from "../settings-list";

export const metadata: Metadata = { title: "People" };

export default function Page(address: SettingsListAddress) {
  return (
    <SettingsList
      {...address}
      path="/settings/people"
      what="people"
      read={listUsers}
      action={<InvitePerson />}
    >
      {(people) => <PeopleTable people={people} />}
    </SettingsList>
  );
}
