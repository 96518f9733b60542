import { migrate } from "@/lib/db/migrate";

// A migrator of its own: node --import tsx migrate-process.ts <url> <folder>; prints what it applied.
const [, , url = "", folder = ""] = process.argv;
migrate(url, folder).then(
  (applied) => process.stdout.write(`${applied.join(" ")}\n`),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  },
);
