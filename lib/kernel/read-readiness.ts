import { getDatabase } from "@/lib/db/client";
import { getLogger } from "@/lib/platform/logger";
import { AppError } from "./app-error";

/** @throws AppError unavailable when the database cannot be asked or has no tables */
export async function readReadiness() {
  try {
    const database = await getDatabase();
    await database.workflow.findFirst({ select: { id: true } });
    return { status: "ok" as const, database: "ok" as const };
  } catch (error) {
    getLogger().warn({ err: error }, "not ready");
    throw new AppError(
      "unavailable",
      "The database cannot be asked or has no tables; check DATABASE_URL and run npm run db:migrate.",
    );
  }
}
