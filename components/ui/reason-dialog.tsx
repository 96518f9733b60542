"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";
import { TextArea } from "./text-field";

interface ReasonDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description: ReactNode;
  confirmLabel: string;
  isDanger?: boolean;
  isBusy: boolean;
  /** why the last attempt was refused */
  refusal?: string | undefined;
  /** more to say beside the reason, above it */
  fields?: ReactNode;
  onConfirm: (reason: string) => void;
}

/** Asks why before something is done; without a reason it is not done. */
export function ReasonDialog(props: ReasonDialogProps) {
  return (
    <Dialog
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.description}
    >
      <ReasonForm {...props} />
    </Dialog>
  );
}

function ReasonForm(props: ReasonDialogProps) {
  const {
    confirmLabel,
    isDanger = false,
    isBusy,
    refusal,
    fields,
    onConfirm,
    onOpenChange,
  } = props;
  const id = useId();
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const text = reason.trim();
    setIsMissing(text === "");
    if (text !== "" && !isBusy) {
      onConfirm(text);
    }
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3 p-4">
      {fields}
      <div>
        <label htmlFor={id} className="mb-1 block font-medium text-sm">
          Reason
        </label>
        <TextArea
          id={id}
          value={reason}
          maxLength={500}
          required
          aria-invalid={isMissing || undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setReason(event.target.value)}
        />
        <p
          id={`${id}-hint`}
          className={isMissing ? "mt-1 text-breach text-xs" : "mt-1 text-subtle text-xs"}
        >
          {isMissing ? "Say why in a few words; it goes into the record." : "Kept in the record."}
        </p>
      </div>
      {refusal && (
        <Notice tone="breach" role="alert">
          {refusal}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button type="submit" tone={isDanger ? "danger" : "primary"} isBusy={isBusy}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
