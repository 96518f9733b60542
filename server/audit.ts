import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { auditPublicKey } from "@/lib/audit/checkpoints/signing-key";
import { trustKeys } from "@/lib/audit/verify/check-signature";
import { describeFault, type Fault } from "@/lib/audit/verify/fault";
import { readHeldCheckpoints } from "@/lib/audit/verify/held-checkpoints";
import { verifyDatabase } from "@/lib/audit/verify/verify-database";
import { verifyFiles } from "@/lib/audit/verify/verify-files";
import type { TenantResult } from "@/lib/audit/verify/verify-trail";
import { openRawReader } from "@/lib/db/raw-reader";
import { getSettings } from "@/lib/platform/settings";

const USAGE = `usage:
  npm run audit:public-key
  npm run audit:verify -- --database [--public-key key.pem …] [--checkpoint checkpoint.json …]
  npm run audit:verify -- --file audit.jsonl [--file …] --public-key key.pem [--checkpoint checkpoint.json …]
Without --public-key, --database is verified with the key of this system's own settings.
`;
const MAX_SHOWN = 1000;

async function main([command, ...rest]: string[]): Promise<number> {
  if (command === "public-key") {
    process.stdout.write(auditPublicKey().pem);
    return 0;
  }
  const given = command === "verify" ? readArguments(rest) : null;
  if (!given) {
    process.stderr.write(USAGE);
    return 2;
  }
  return verify(given);
}

function readArguments(args: string[]) {
  const many = { type: "string", multiple: true, default: [] as string[] } as const;
  const { values } = parseArgs({
    args,
    options: {
      database: { type: "boolean", default: false },
      file: many,
      checkpoint: many,
      "public-key": many,
    },
  });
  const keys = values["public-key"];
  const isUsable = values.database
    ? values.file.length === 0
    : values.file.length > 0 && keys.length > 0;
  return isUsable ? { ...values, keys } : null;
}

async function verify(given: NonNullable<ReturnType<typeof readArguments>>): Promise<number> {
  const pems = await Promise.all(given.keys.map((name) => readFile(name, "utf8")));
  let faults = 0;
  const report = (fault: Fault): void => {
    faults += 1;
    if (faults <= MAX_SHOWN) {
      process.stdout.write(`FAULT ${describeFault(fault)}\n`);
    }
  };
  const held = await readHeldCheckpoints(given.checkpoint);
  const keys = trustKeys(pems.length > 0 ? pems : [auditPublicKey().pem]);
  const startedAt = performance.now();
  const { tenants, waiting } = given.database
    ? await fromDatabase({ keys, held, report })
    : { tenants: await verifyFiles(given.file, { keys, held, report }), waiting: 0 };
  process.stdout.write(summary(tenants, waiting, faults, performance.now() - startedAt));
  return faults > 0 ? 1 : 0;
}

async function fromDatabase(options: Parameters<typeof verifyFiles>[1]) {
  const reader = await openRawReader(getSettings().databaseUrl);
  try {
    return await verifyDatabase(reader, { ...options, now: () => new Date() });
  } finally {
    await reader.close();
  }
}

function summary(
  tenants: readonly TenantResult[],
  waiting: number,
  faults: number,
  ms: number,
): string {
  const lines = tenants.map(
    ({ tenant, from, to, entries, bare, filters, checkpoints, signedUpTo }) =>
      `tenant ${tenant}: positions ${from} to ${to}, ${entries} entries, ${bare} links without theirs${filters ? ` (exported with ${JSON.stringify(filters)})` : ""}, ${checkpoints} checkpoints, signed up to ${signedUpTo}`,
  );
  const entries = tenants.reduce((sum, tenant) => sum + tenant.entries, 0);
  const bare = tenants.reduce((sum, tenant) => sum + tenant.bare, 0);
  return [
    ...lines,
    ...(bare > 0 ? [`NOT COMPLETE: of ${bare} entries the content is not there`] : []),
    ...(waiting > 0 ? [`${waiting} entries are not sealed yet`] : []),
    `${faults === 0 ? "No faults" : `${faults} faults`} in ${entries} entries, ${(ms / 1000).toFixed(1)} s`,
    "",
  ].join("\n");
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
