import type { Metadata } from "next";
import { AddKey } from "@/components/settings/add-key";
import { KeysTable } from "@/components/settings/keys-table";
import { listApiKeys } from "@/lib/auth/keys/list-api-keys";
import { SettingsList, type SettingsListAddress } from "../settings-list";

export const metadata: Metadata = { title: "API keys" };

export default function Page(address: SettingsListAddress) {
  return (
    <SettingsList
      {...address}
      path="/settings/keys"
      what="keys"
      read={listApiKeys}
      action={<AddKey />}
    >
      {(keys) => <KeysTable keys={keys} />}
    </SettingsList>
  );
}
