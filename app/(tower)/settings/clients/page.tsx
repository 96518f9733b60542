import type { Metadata } from "next";
import { AddClient } from "@/components/settings/add-client";
import { ClientsTable } from "@/components/settings/clients-table";
import { listMachineClients } from "@/lib/auth/clients/list-machine-clients";
import { SettingsList, type SettingsListAddress } from "../settings-list";

export const metadata: Metadata = { title: "Partner systems" };

export default function Page(address: SettingsListAddress) {
  return (
    <SettingsList
      {...address}
      path="/settings/clients"
      what="partner systems"
      read={listMachineClients}
      action={<AddClient />}
    >
      {(clients) => <ClientsTable clients={clients} />}
    </SettingsList>
  );
}
