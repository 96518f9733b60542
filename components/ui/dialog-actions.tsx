import { Button } from "./button";
import { Notice } from "./notice";

interface DialogActionsProps {
  confirmLabel: string;
  isDanger?: boolean | undefined;
  isBusy: boolean;
  /** why the last attempt was refused */
  refusal?: string | undefined;
  onCancel: () => void;
}

/** The end of a form in a dialog: what went wrong, and the two ways out. */
export function DialogActions(props: DialogActionsProps) {
  const { confirmLabel, isDanger = false, isBusy, refusal, onCancel } = props;
  return (
    <>
      {refusal && (
        <Notice tone="breach" role="alert">
          {refusal}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone={isDanger ? "danger" : "primary"} isBusy={isBusy}>
          {confirmLabel}
        </Button>
      </div>
    </>
  );
}
