import { X } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button, buttonClass } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";

/** One case's entries; the URL holds which. */
export function AuditFilter({ caseId }: { caseId: number | undefined }) {
  return (
    <Form action="/audit" className="flex items-center gap-2">
      <label htmlFor="case-filter" className="text-muted text-sm">
        Case
      </label>
      <div className="w-28">
        <TextField
          key={caseId ?? "all"}
          id="case-filter"
          name="case_id"
          inputMode="numeric"
          pattern="[0-9]*"
          maxLength={15}
          autoComplete="off"
          placeholder="any"
          title="The number of a case"
          defaultValue={caseId ?? ""}
        />
      </div>
      <Button type="submit">Show</Button>
      {caseId !== undefined && (
        <Link href="/audit" prefetch={false} className={buttonClass({ tone: "quiet" })}>
          <X aria-hidden className="size-3.5" />
          All cases
        </Link>
      )}
    </Form>
  );
}
