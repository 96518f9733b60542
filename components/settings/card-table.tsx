import type { ReactNode } from "react";

/** Said aloud, since some browsers forget them once the table is drawn as cards. */
const AS = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

interface CardTableProps {
  caption: string;
  headings: readonly string[];
  children: ReactNode;
}

/** A table; on a narrow screen each row is a card that says its headings itself. */
export function CardTable({ caption, headings, children }: CardTableProps) {
  return (
    <div className="thin-scroll overflow-x-auto lg:rounded-lg lg:border lg:border-line lg:bg-surface">
      <table {...AS.table} className="w-full border-collapse text-sm max-lg:block lg:min-w-[56rem]">
        <caption className="sr-only">{caption}</caption>
        <thead {...AS.rowgroup} className="max-lg:sr-only">
          <tr {...AS.row} className="border-line border-b text-left text-subtle text-xs">
            {headings.map((heading) => (
              <th
                {...AS.columnheader}
                key={heading}
                scope="col"
                className="px-3 py-2 font-medium last:text-right"
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          {...AS.rowgroup}
          className="max-lg:grid max-lg:gap-3 max-sm:grid-cols-1 sm:max-lg:grid-cols-2 lg:divide-y lg:divide-line"
        >
          {children}
        </tbody>
      </table>
    </div>
  );
}

/** The cell that names the row comes first; the last one holds what can be done. */
export function CardRow({ children }: { children: ReactNode }) {
  return (
    <tr
      {...AS.row}
      className="lg:h-10 lg:hover:bg-hover max-lg:relative max-lg:flex max-lg:flex-col max-lg:gap-1.5 max-lg:rounded-lg max-lg:border max-lg:border-line max-lg:bg-surface max-lg:p-4 lg:pointer-coarse:h-12"
    >
      {children}
    </tr>
  );
}

interface CardNameProps {
  name: string;
  /** badges; the name is cut before they are */
  children?: ReactNode;
}

export function CardName({ name, children }: CardNameProps) {
  return (
    <th
      {...AS.rowheader}
      scope="row"
      className="text-left font-medium max-lg:mb-1 max-lg:pr-10 lg:max-w-72 lg:px-3"
    >
      <span className="flex flex-wrap items-center gap-x-2 lg:flex-nowrap">
        <span title={name} className="min-w-0 max-lg:break-words lg:truncate">
          {name}
        </span>
        {children}
      </span>
    </th>
  );
}

interface CardCellProps {
  heading: string;
  /** the whole of what may be cut */
  title?: string | undefined;
  className?: string;
  children: ReactNode;
}

export function CardCell({ heading, title, className = "text-muted", children }: CardCellProps) {
  return (
    <td
      {...AS.cell}
      title={title}
      className={`max-lg:grid max-lg:grid-cols-[7rem_minmax(0,1fr)] lg:max-w-64 lg:truncate lg:px-3 ${className}`}
    >
      <span aria-hidden className="font-sans text-subtle text-xs leading-5 lg:hidden">
        {heading}
      </span>
      <span className="max-lg:break-words">{children}</span>
    </td>
  );
}

interface CardActionsProps {
  inCorner?: boolean;
  children: ReactNode;
}

/** @param inCorner of a card, as a menu is, rather than below its facts */
export function CardActions({ inCorner = false, children }: CardActionsProps) {
  const place = inCorner ? "max-lg:absolute max-lg:top-2 max-lg:right-2" : "max-lg:mt-1";
  return (
    <td {...AS.cell} className={`text-right empty:hidden max-lg:text-left lg:px-2 ${place}`}>
      {children}
    </td>
  );
}
