import { getSettings } from "./settings";

/** What a client may know of the settings. */
export function readPublicSettings() {
  const settings = getSettings();
  return {
    mode: settings.mode,
    auth_enabled: settings.mode !== "demo",
    cache_backend: settings.cache.backend,
    storage_backend: settings.storage.backend,
    auto_seed: settings.autoSeed,
  };
}
