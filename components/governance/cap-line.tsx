import { capMeaning } from "@/lib/format/cap";

interface CapLineProps {
  /** the most automation that the law allows */
  cap: string;
  /** the laws and assumptions that it rests on */
  sources: readonly string[];
}

/** How far automation may go with an action at most, and what says so. */
export function CapLine({ cap, sources }: CapLineProps) {
  return (
    <p className="text-muted text-xs">
      {cap === "observe" ? "Software only watches here; a person does it." : capMeaning(cap, "")}
      {sources.length > 0 && <span className="text-subtle"> Source: {sources.join("; ")}.</span>}
    </p>
  );
}
