import type { ReactNode } from "react";

interface TableFrameProps {
  caption: string;
  headings: readonly string[];
  /** from this column on, numbers stand at the right */
  numbersFrom?: number;
  children: ReactNode;
}

/** A table that scrolls sideways where it does not fit. */
export function TableFrame({
  caption,
  headings,
  numbersFrom = headings.length,
  children,
}: TableFrameProps) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="thin-scroll overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full min-w-[56rem] border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b text-left text-subtle text-xs">
            {headings.map((heading, index) => (
              <th
                key={heading}
                scope="col"
                className={`px-3 py-2 font-medium ${index < numbersFrom ? "" : "text-right"}`}
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}
