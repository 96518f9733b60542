"use client";

import { useId } from "react";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { StopKind, StopScope } from "@/lib/contracts/kill-switch";
import { toWords } from "@/lib/format/words";

/** What there is to stop. */
export interface StopTargets {
  /** the first of them; others may be typed */
  sites: readonly string[];
  queues: readonly { key: string; label: string }[];
  actions: readonly string[];
}

const KINDS: readonly (readonly [StopKind, string])[] = [
  ["chain", "The whole chain"],
  ["site", "One site"],
  ["queue", "One queue"],
  ["action", "One kind of action"],
];

interface ScopeFieldsProps {
  scope: StopScope;
  onChange: (scope: StopScope) => void;
  targets: StopTargets;
}

/** What is to be stopped. */
export function ScopeFields({ scope, onChange, targets }: ScopeFieldsProps) {
  const id = useId();
  const options = optionsOf(scope.kind, targets);
  return (
    <div className="flex flex-wrap gap-3">
      <div>
        <label htmlFor={`${id}-kind`} className="mb-1 block font-medium text-sm">
          What
        </label>
        <Select
          id={`${id}-kind`}
          className="h-8 text-sm"
          value={scope.kind}
          onChange={(event) => {
            const kind = KINDS.find(([one]) => one === event.target.value)?.[0] ?? "chain";
            onChange({ kind, key: optionsOf(kind, targets)[0]?.key ?? "" });
          }}
        >
          {KINDS.map(([kind, word]) => (
            <option key={kind} value={kind}>
              {word}
            </option>
          ))}
        </Select>
      </div>
      {scope.kind === "site" && (
        <div>
          <label htmlFor={`${id}-key`} className="mb-1 block font-medium text-sm">
            Site
          </label>
          <TextField
            id={`${id}-key`}
            value={scope.key}
            list={`${id}-sites`}
            autoComplete="off"
            maxLength={100}
            onChange={(event) => onChange({ ...scope, key: event.target.value })}
          />
          <datalist id={`${id}-sites`}>
            {targets.sites.map((site) => (
              <option key={site} value={site} />
            ))}
          </datalist>
        </div>
      )}
      {options.length > 0 && (
        <div>
          <label htmlFor={`${id}-key`} className="mb-1 block font-medium text-sm">
            Which
          </label>
          <Select
            id={`${id}-key`}
            className="h-8 text-sm"
            value={scope.key}
            onChange={(event) => onChange({ ...scope, key: event.target.value })}
          >
            {options.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </Select>
        </div>
      )}
    </div>
  );
}

function optionsOf(kind: StopKind, { queues, actions }: StopTargets): StopTargets["queues"] {
  switch (kind) {
    case "queue":
      return queues;
    case "action":
      return actions.map((key) => ({ key, label: toWords(key) }));
    default:
      return [];
  }
}
