"use client";

import { useId } from "react";
import { Select } from "./select";

interface ChoiceProps<Key extends string> {
  label: string;
  /** what there is to choose from, with its words */
  words: Readonly<Record<Key, string>>;
  /** null = nothing yet */
  value: Key | null;
  onChange: (key: Key | null) => void;
  /** it was asked for in vain */
  isMissing: boolean;
}

/** A select that begins empty, so that what goes into the record was really chosen. */
export function Choice<Key extends string>(props: ChoiceProps<Key>) {
  const { label, words, value, onChange, isMissing } = props;
  const id = useId();
  const keys = keysOf(words);
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium text-sm">
        {label}
      </label>
      <Select
        id={id}
        className="h-8 text-sm"
        value={value ?? ""}
        required
        aria-invalid={isMissing || undefined}
        aria-describedby={isMissing ? `${id}-missing` : undefined}
        onChange={(event) => onChange(keys.find((key) => key === event.target.value) ?? null)}
      >
        <option value="" disabled>
          Choose …
        </option>
        {keys.map((key) => (
          <option key={key} value={key}>
            {words[key]}
          </option>
        ))}
      </Select>
      {isMissing && (
        <p id={`${id}-missing`} className="mt-1 text-breach text-xs">
          Choose one; it goes into the record.
        </p>
      )}
    </div>
  );
}

function keysOf<Key extends string>(words: Readonly<Record<Key, string>>): Key[] {
  const keys: Key[] = [];
  for (const key in words) {
    keys.push(key);
  }
  return keys;
}
