import { Button } from "./button";
import { Notice } from "./notice";

interface DialogActionsProps {
  confirmLabel: string;
  isDanger?: boolean | undefined;
  isBusy: boolean;
  /** why the last attempt was refused */
  refusal?: string | undefined;
  /** what has happened meanwhile, so that there is nothing left to confirm */
  overtaken?: string | undefined;
  onCancel: () => void;
}

/** The end of a form in a dialog: what went wrong, and the two ways out. */
export function DialogActions(props: DialogActionsProps) {
  const { confirmLabel, isDanger = false, isBusy, refusal, overtaken, onCancel } = props;
  if (overtaken) {
    return (
      <>
        <Notice role="alert">
          {overtaken} Nothing was sent; what you wrote stays here until you close it.
        </Notice>
        <div className="flex justify-end">
          <Button onClick={onCancel}>Close</Button>
        </div>
      </>
    );
  }
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
