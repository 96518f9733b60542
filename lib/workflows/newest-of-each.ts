import type { Case } from "./case";

/**
 * The newest rows of each case. Cases with few rows are read together in one query; each of the
 * rare others is read by itself and only as far as it is shown, so a page is bounded.
 */
export async function newestOfEach<Row extends { caseId: number }>(
  cases: readonly Case[],
  limit: number,
  read: {
    count(one: Case): number;
    /** all rows of these cases, oldest first within each */
    all(caseIds: number[]): Promise<Row[]>;
    /** the newest `limit` rows of one case, newest first */
    newest(caseId: number): Promise<Row[]>;
  },
): Promise<Map<number, Row[]>> {
  const byCase = new Map<number, Row[]>();
  const small = cases.filter((one) => read.count(one) > 0 && read.count(one) <= limit);
  const rows = small.length === 0 ? [] : await read.all(small.map((one) => one.id));
  for (const row of rows) {
    const group = byCase.get(row.caseId);
    if (group) {
      group.push(row);
    } else {
      byCase.set(row.caseId, [row]);
    }
  }
  for (const one of cases.filter((each) => read.count(each) > limit)) {
    byCase.set(one.id, (await read.newest(one.id)).reverse());
  }
  return byCase;
}
