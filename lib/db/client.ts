import { processSingleton } from "@/lib/platform/process-singleton";
import { getSettings } from "@/lib/platform/settings";
import { type Database, openDatabase } from "./open-database";

/** The database of this process; opened on the first call and shared by both lanes. */
export function getDatabase(): Promise<Database> {
  return processSingleton("database", () => openDatabase(getSettings()));
}
