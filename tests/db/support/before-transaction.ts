import type { Database } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";

/** A database where somebody else acts just before the first transaction of whoever uses it begins. */
export function beforeTransaction(db: Database, act: () => Promise<unknown>): Context["db"] {
  let isDue = true;
  return new Proxy(db, {
    get: (target, name) => {
      if (name !== "$transaction" || !isDue) {
        return Reflect.get(target, name);
      }
      return async (work: Parameters<Database["$transaction"]>[0]) => {
        isDue = false;
        await act();
        return target.$transaction(work);
      };
    },
  });
}
