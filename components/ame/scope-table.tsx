import Link from "next/link";
import { StageMark } from "@/components/governance/stage-mark";
import type { ListedScope } from "@/lib/contracts/ame-scope";
import { stageLabel } from "@/lib/format/stage";
import { formatHundredths } from "@/lib/format/trust";
import { formatPercent, toWords } from "@/lib/format/words";
import { TableFrame } from "./table-frame";

const HEADINGS = [
  ...["Scope", "Stage", "Trust", "Reliability", "Alignment", "Calibration", "Value"],
  ...["Overridden", "Proposals", "Approved", "Outcomes"],
];
const NUMBERS_FROM = 2;

/** Where each scope stands, and what it was graded by. */
export function ScopeTable({ scopes }: { scopes: readonly ListedScope[] }) {
  return (
    <TableFrame caption="Trust scopes, newest first" headings={HEADINGS} numbersFrom={NUMBERS_FROM}>
      {scopes.map((scope) => (
        <ScopeRow key={scope.id} scope={scope} />
      ))}
    </TableFrame>
  );
}

function ScopeRow({ scope }: { scope: ListedScope }) {
  const outcomes = scope.successful_executions + scope.failed_executions;
  return (
    <tr className="h-11 hover:bg-hover">
      <th scope="row" className="max-w-80 px-3 py-1.5 text-left font-normal">
        <Link
          href={`/ame/scopes/${scope.id}`}
          prefetch={false}
          className="block truncate font-medium hover:underline"
          title={scope.action_type}
        >
          {toWords(scope.action_type)}
        </Link>
        <span className="block truncate text-subtle text-xs">
          {toWords(scope.queue)} · {scope.site_id}
          {scope.role_context && ` · ${scope.role_context}`}
        </span>
      </th>
      <td className="whitespace-nowrap px-3">
        <span className="flex items-center gap-1.5">
          <StageMark stage={scope.stage} className="text-auto" />
          {stageLabel(scope.stage)}
        </span>
      </td>
      <NumberCell text={formatHundredths(scope.trust_score)} isStrong />
      <NumberCell text={formatPercent(scope.reliability)} />
      <NumberCell text={formatPercent(scope.alignment)} />
      <NumberCell text={formatPercent(scope.safety_calibration)} />
      <NumberCell text={formatPercent(scope.value_score)} />
      <NumberCell text={formatPercent(scope.override_rate)} />
      <NumberCell text={scope.total_proposals.toLocaleString("en-US")} />
      <NumberCell text={scope.approved_proposals.toLocaleString("en-US")} />
      <NumberCell text={outcomes.toLocaleString("en-US")} />
    </tr>
  );
}

function NumberCell({ text, isStrong = false }: { text: string; isStrong?: boolean }) {
  return (
    <td
      className={`whitespace-nowrap px-3 text-right tabular-nums ${isStrong ? "font-medium" : "text-muted"}`}
    >
      {text}
    </td>
  );
}
