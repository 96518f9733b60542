"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/button";

/** Keeps the filters of a phone folded away, so that the entries come first; on a desk they stay. */
export function FilterFold({ count, children }: { count: number; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls="audit-filters"
        onClick={() => setIsOpen(!isOpen)}
        className={`${buttonClass()} md:hidden`}
      >
        <ChevronRight
          aria-hidden
          className={`size-3.5 transition-transform duration-100 ${isOpen ? "rotate-90" : ""}`}
        />
        {count === 0 ? "Filters" : `Filters (${count})`}
      </button>
      <div id="audit-filters" className={isOpen ? "" : "max-md:hidden"}>
        {children}
      </div>
    </>
  );
}
