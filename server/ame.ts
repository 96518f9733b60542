import { parseArgs } from "node:util";
import { type RebuiltScope, rebuildScopes } from "@/lib/ame/rebuild/rebuild-scopes";
import { createSystemContext } from "@/lib/kernel/create-context";

const USAGE = `usage: npm run ame:rebuild [-- --write]
Computes every trust scope anew from its events and tells every difference. With --write the scopes
become what their events say; each that is changed leaves an audit entry.
`;
const MAX_SHOWN = 20;

async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command !== "rebuild") {
    process.stderr.write(USAGE);
    return 2;
  }
  const { values } = parseArgs({
    args: rest,
    options: { write: { type: "boolean", default: false } },
  });
  const sum = { scopes: 0, events: 0, different: 0 };
  const ctx = await createSystemContext("ame:rebuild");
  await rebuildScopes(ctx, values.write, (scope) => {
    sum.scopes += 1;
    sum.events += scope.events;
    sum.different += scope.differences.length > 0 ? 1 : 0;
    process.stdout.write(told(scope));
  });
  const what = values.write ? "were mended" : "differ";
  process.stdout.write(
    `${sum.scopes} scopes with ${sum.events} events: ${sum.different} ${what}\n`,
  );
  return sum.different > 0 && !values.write ? 1 : 0;
}

/** "" for a scope that is what its events say */
function told({ id, tenantId, label, differences }: RebuiltScope): string {
  if (differences.length === 0) {
    return "";
  }
  const lines = differences
    .slice(0, MAX_SHOWN)
    .map(
      ({ path, stored, rebuilt }) =>
        `  ${path}: stored ${JSON.stringify(stored)}, from its events ${JSON.stringify(rebuilt)}`,
    );
  const more = differences.length - lines.length;
  return [
    `DIFFERENT scope ${id} of ${tenantId}, ${label}:`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    "",
  ].join("\n");
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  },
);
