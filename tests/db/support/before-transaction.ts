import type { Database } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";

/** A database where somebody else acts just before the nth transaction of whoever uses it begins. */
export function beforeTransaction(
  db: Database,
  act: () => Promise<unknown>,
  { nth = 1 } = {},
): Context["db"] {
  let begun = 0;
  const begin = async (work: Parameters<Database["$transaction"]>[0]) => {
    begun += 1;
    if (begun === nth) {
      await act();
    }
    return db.$transaction(work);
  };
  return new Proxy(db, {
    get: (target, name) => (name === "$transaction" ? begin : Reflect.get(target, name)),
  });
}
