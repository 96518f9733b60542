import { migrate, migrationStatus } from "@/lib/db/migrate";
import { getSettings } from "@/lib/platform/settings";

const USAGE = "usage: npm run db:migrate | npm run db:status\n";

/** `up` applies what is pending; `status` lists it and exits 1 when there is any. */
async function main(command: string | undefined): Promise<number> {
  const { databaseUrl } = getSettings();
  if (command === "up") {
    const applied = await migrate(databaseUrl);
    process.stdout.write(
      applied.length > 0
        ? `Applied ${applied.join(", ")}\n`
        : "Nothing to apply; the database is up to date.\n",
    );
    return 0;
  }
  if (command === "status") {
    const { applied, pending } = await migrationStatus(databaseUrl);
    process.stdout.write(
      [
        ...applied.map((name) => `applied  ${name}`),
        ...pending.map((name) => `pending  ${name}`),
        "",
      ].join("\n"),
    );
    return pending.length > 0 ? 1 : 0;
  }
  process.stderr.write(USAGE);
  return 2;
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
