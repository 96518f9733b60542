import { X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button, buttonClass } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { AUDIT_PRESETS } from "@/lib/contracts/audit";
import { type AuditQuery, auditAddress, countFilters, FILTER_WORDS, withDays } from "./audit-query";
import { FilterFold } from "./filter-fold";

const PRESET_WORDS: Readonly<Record<AuditQuery["preset"], string>> = {
  activity: "All",
  people: "People",
  automation: "Automation",
  denied: "Denied",
  system: "System",
};

const FIELDS = [
  { name: "action", placeholder: "proposal." },
  { name: "actor", placeholder: "user:demo" },
  { name: "subject", placeholder: "rule:3" },
  { name: "case_id", placeholder: "any" },
  { name: "site", placeholder: "any" },
  { name: "request_id", placeholder: "any" },
] as const;

/** Which entries are shown; the address holds it all. */
export function AuditFilter({ query }: { query: AuditQuery }) {
  const shown = withDays(query);
  return (
    <div className="mb-4 space-y-3">
      <nav aria-label="Kinds of entries" className="flex flex-wrap gap-1 max-sm:-mx-1 max-sm:gap-0">
        {AUDIT_PRESETS.map((preset) => (
          <Link
            key={preset}
            href={auditAddress("/audit", { ...query, preset })}
            prefetch={false}
            aria-current={preset === query.preset ? "page" : undefined}
            className={buttonClass({ tone: preset === query.preset ? "chosen" : "quiet" })}
          >
            {PRESET_WORDS[preset]}
          </Link>
        ))}
      </nav>
      <FilterFold count={countFilters(query)}>
        <Form
          key={auditAddress("/audit", query)}
          action="/audit"
          className="flex flex-wrap items-end gap-2"
        >
          {query.preset !== "activity" && (
            <input type="hidden" name="preset" value={query.preset} />
          )}
          {FIELDS.map(({ name, placeholder }) => (
            <Field key={name} id={`audit-${name}`} label={FILTER_WORDS[name]}>
              <TextField
                id={`audit-${name}`}
                name={name}
                autoComplete="off"
                placeholder={placeholder}
                inputMode={name === "case_id" ? "numeric" : undefined}
                defaultValue={query[name] ?? ""}
              />
            </Field>
          ))}
          {(["from", "to"] as const).map((name) => (
            <Field
              key={name}
              id={`audit-${name}`}
              label={`${FILTER_WORDS[name]} (UTC)`}
              className="w-36"
            >
              <TextField
                id={`audit-${name}`}
                name={name}
                type="date"
                defaultValue={shown[name] ?? ""}
              />
            </Field>
          ))}
          <Field id="audit-outcome" label="Outcome">
            <Select
              id="audit-outcome"
              name="outcome"
              defaultValue={query.outcome ?? ""}
              className="h-8 w-28"
            >
              <option value="">any</option>
              <option value="done">done</option>
              <option value="denied">denied</option>
            </Select>
          </Field>
          <Button type="submit">Show</Button>
          <Link href="/audit" prefetch={false} className={buttonClass({ tone: "quiet" })}>
            <X aria-hidden className="size-3.5" />
            Clear
          </Link>
        </Form>
      </FilterFold>
    </div>
  );
}

function Field({
  id,
  label,
  className = "w-28",
  children,
}: {
  id: string;
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-0.5 block text-muted text-xs">
        {label}
      </label>
      {children}
    </div>
  );
}
