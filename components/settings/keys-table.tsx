"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { TimeAgo, useNow } from "@/components/ui/time";
import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";
import { sitesInWords } from "@/lib/format/words";
import { CardActions, CardCell, CardName, CardRow, CardTable } from "./card-table";
import { KeyActions, type NewKey } from "./key-actions";
import { KeyState, keyState } from "./key-state";
import { RoleInWords } from "./role-in-words";
import { ShownOnce } from "./shown-once";

const HEADINGS = ["Name", "Begins with", "Role", "Stores", "Last used", "State", "Actions"];

export function KeysTable({ keys }: { keys: readonly ApiKeyAnswer[] }) {
  // Here and not in the row, whose actions go as soon as its key has ended.
  const [exchanged, setExchanged] = useState<NewKey | null>(null);
  if (keys.length === 0) {
    return (
      <EmptyState icon={KeyRound} title="No keys yet">
        Another system sends a key with each request. Add one; it is shown to you once. The keys of
        the server's environment are not listed here.
      </EmptyState>
    );
  }
  return (
    <>
      <CardTable caption="API keys, newest first" headings={HEADINGS}>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onExchanged={setExchanged} />
        ))}
      </CardTable>
      <ShownOnce
        title={`The new key of ${exchanged?.name ?? ""}`}
        secret={exchanged?.secret ?? null}
        onClose={() => setExchanged(null)}
      />
    </>
  );
}

interface KeyRowProps {
  apiKey: ApiKeyAnswer;
  onExchanged: (made: NewKey) => void;
}

function KeyRow({ apiKey, onExchanged }: KeyRowProps) {
  return (
    <CardRow>
      <CardName name={apiKey.name}>{apiKey.user_id !== null && <Badge>a person's</Badge>}</CardName>
      <CardCell heading="Begins with" className="font-mono text-muted text-xs">
        {apiKey.prefix}
      </CardCell>
      <CardCell heading="Role" className="">
        <RoleInWords of={apiKey} />
      </CardCell>
      <CardCell heading="Stores" title={apiKey.site_ids.join(", ")}>
        {sitesInWords(apiKey.site_ids)}
      </CardCell>
      <CardCell heading="Last used">
        {apiKey.last_used_at === null ? "never" : <TimeAgo at={apiKey.last_used_at} />}
      </CardCell>
      <CardCell heading="State">
        <KeyState apiKey={apiKey} />
      </CardCell>
      <CardActions>
        {keyState(apiKey, useNow()) === "works" && (
          <KeyActions apiKey={apiKey} onExchanged={onExchanged} />
        )}
      </CardActions>
    </CardRow>
  );
}
