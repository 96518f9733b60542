"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Dialog } from "./dialog";
import { DialogActions } from "./dialog-actions";
import { ReasonField } from "./reason-field";

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
  const { isBusy, fields, onConfirm } = props;
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
      <ReasonField text={reason} onChange={setReason} isMissing={isMissing} />
      <DialogActions
        confirmLabel={props.confirmLabel}
        isDanger={props.isDanger}
        isBusy={isBusy}
        refusal={props.refusal}
        onCancel={() => props.onOpenChange(false)}
      />
    </form>
  );
}
