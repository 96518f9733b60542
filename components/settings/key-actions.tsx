"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { callApi } from "@/lib/client/call";
import {
  type ApiKeyAnswer,
  revokeApiKeyContract,
  rotateApiKeyContract,
} from "@/lib/contracts/api-keys";
import { Refusal } from "./refusal";
import { RevokeKey } from "./revoke-key";
import { useForgotten, useOwnMutation } from "./use-own-mutation";

const OVERLAPS = [
  { minutes: 0, label: "It ends at once" },
  { minutes: 60, label: "One hour" },
  { minutes: 1440, label: "One day" },
  { minutes: 10_080, label: "One week" },
] as const;

/** A key that has just been made, in the only moment in which it can be read. */
export interface NewKey {
  name: string;
  secret: string;
}

interface KeyActionsProps {
  apiKey: ApiKeyAnswer;
  /** told of the key that another one was exchanged for */
  onExchanged: (made: NewKey) => void;
}

/** What can still be done with a key that works; gone with its row's turn to another state. */
export function KeyActions({ apiKey: { id, name, user_id }, onExchanged }: KeyActionsProps) {
  return (
    <span className="flex gap-2 lg:justify-end">
      {user_id === null && <Rotate id={id} name={name} onExchanged={onExchanged} />}
      <RevokeKey id={id} name={name} contract={revokeApiKeyContract} />
    </span>
  );
}

function Rotate({
  id,
  name,
  onExchanged,
}: Pick<ApiKeyAnswer, "id" | "name"> & Pick<KeyActionsProps, "onExchanged">) {
  const [isOpen, setIsOpen] = useState(false);
  const [minutes, setMinutes] = useState(60);
  const rotate = useOwnMutation((overlap: number) =>
    callApi(rotateApiKeyContract, { params: { id }, body: { overlap_minutes: overlap } }),
  );
  useForgotten(rotate, isOpen);

  function confirm() {
    rotate.mutate(minutes, {
      onSuccess: ({ key }) => {
        setIsOpen(false);
        onExchanged({ name, secret: key });
      },
    });
  }

  return (
    <>
      <Button size="sm" aria-label={`Exchange ${name}`} onClick={() => setIsOpen(true)}>
        Exchange
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Exchange ${name}`}
        description="A new key that may do the same. The old one works on for a while, so that nobody is cut off."
      >
        <div className="flex flex-col gap-4 p-4">
          <div>
            <label htmlFor={`overlap-${id}`} className="mb-1 block font-medium text-sm">
              The old key works on for
            </label>
            <Select
              id={`overlap-${id}`}
              className="h-8 text-sm"
              value={minutes}
              onChange={(event) => setMinutes(Number(event.target.value))}
            >
              {OVERLAPS.map((overlap) => (
                <option key={overlap.minutes} value={overlap.minutes}>
                  {overlap.label}
                </option>
              ))}
            </Select>
          </div>
          <Refusal error={rotate.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button tone="primary" isBusy={rotate.isPending} onClick={confirm}>
              Exchange
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
