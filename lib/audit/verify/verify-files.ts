import { createReadStream } from "node:fs";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { readLine } from "./record-line";
import type { VerifyOptions } from "./verify-options";
import { type TenantResult, TrailVerifier } from "./verify-trail";

/** A mirror leaves nothing out, whatever a line in it says. */
const MIRROR = /^audit_log\b/;

/** Verifies mirrors or exports, in the order given as one trail; reads each once, line by line. */
export async function verifyFiles(
  files: readonly string[],
  options: VerifyOptions,
): Promise<TenantResult[]> {
  const verifier = new TrailVerifier(options);
  for (const file of files) {
    let number = 0;
    verifier.beginFile({ isMirror: MIRROR.test(path.basename(file)) });
    for await (const lines of readLines(file)) {
      for (const line of lines) {
        number += 1;
        const record = readLine(line);
        if (record) {
          verifier.take(record);
        } else {
          const what = `line ${number} of ${file} is not a record as it was written`;
          options.report({ tenant: "?", position: null, entryId: null, part: "line", what });
        }
      }
    }
  }
  return verifier.end();
}

const CHUNK_BYTES = 1 << 20;

/** Whole lines, some at a time; what follows the last line end counts as a line too. */
async function* readLines(file: string): AsyncGenerator<string[]> {
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const stream = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  stream.setEncoding("utf8");
  let rest = "";
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
  if (rest !== "") {
    yield [rest];
  }
}
