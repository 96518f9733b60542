import { Notice } from "@/components/ui/notice";

/** Why the last attempt was refused; nothing when it was not. */
export function Refusal({ error }: { error: Error | null }) {
  return (
    error && (
      <Notice tone="breach" role="alert">
        {error.message}
      </Notice>
    )
  );
}
