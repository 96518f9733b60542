import { Notice } from "@/components/ui/notice";

/** For a list whose address names a page that makes no sense. */
export function BegunAnew() {
  return (
    <div className="mb-4">
      <Notice tone="breach" role="status">
        The address names no page of this list, so it begins anew.
      </Notice>
    </div>
  );
}
