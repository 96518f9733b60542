import type { ApiKeyAnswer } from "@/lib/contracts/api-keys";
import { toWords } from "@/lib/format/words";

/** A role, and whether it was given in part; which part is told when it is pointed at. */
export function RoleInWords({ of }: { of: Pick<ApiKeyAnswer, "role" | "permissions"> }) {
  return (
    <>
      {toWords(of.role)}
      {of.permissions !== null && (
        <span className="ml-2 text-subtle text-xs" title={of.permissions.join(", ")}>
          in part
        </span>
      )}
    </>
  );
}
