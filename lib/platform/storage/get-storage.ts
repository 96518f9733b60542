import { processSingleton } from "../process-singleton";
import { getSettings } from "../settings";
import { LocalStorage } from "./local-storage";
import type { Storage } from "./storage";

/** The file store of this process. */
export function getStorage(): Storage {
  return processSingleton<Storage>(
    "storage",
    () => new LocalStorage(getSettings().storage.localDir),
  );
}
