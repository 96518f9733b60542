import type { Database } from "@/lib/db/open-database";
import type { Context } from "@/lib/kernel/context";

/** The same caller, with a client that counts its queries as `Model.operation`. */
export function countQueries(ctx: Context): { ctx: Context; counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  const db = (ctx.db as Database).$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          const name = `${model}.${operation}`;
          counts[name] = (counts[name] ?? 0) + 1;
          return query(args);
        },
      },
    },
  });
  return { ctx: { ...ctx, db: db as unknown as Database }, counts };
}
