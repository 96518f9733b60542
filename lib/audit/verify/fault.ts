/** Something that is not as it was sealed, and where. */
export interface Fault {
  tenant: string;
  /** in the tenant's chain */
  position: number | null;
  entryId: number | null;
  /** content = a column of the entry; line = a line of a file that cannot be read as a record */
  part: "content" | "seal" | "chain" | "checkpoint" | "prune" | "line";
  what: string;
}

export function describeFault({ tenant, position, entryId, part, what }: Fault): string {
  const place = [
    `tenant ${tenant}`,
    ...(position === null ? [] : [`position ${position}`]),
    ...(entryId === null ? [] : [`entry ${entryId}`]),
  ];
  return `${place.join(", ")}: ${part}: ${what}`;
}

export function rangeOf(from: number, to: number): string {
  return from === to ? `position ${from} is` : `positions ${from} to ${to} are`;
}
