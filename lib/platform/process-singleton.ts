const registry = globalThis as typeof globalThis & { __controlTower?: Map<string, unknown> };

/**
 * One value for the whole process. The server bundle and Next's own bundles each hold a copy of
 * this module, but they share `globalThis`, so whoever asks first creates and the rest receive.
 */
export function processSingleton<T>(name: string, create: () => T): T {
  registry.__controlTower ??= new Map();
  const values = registry.__controlTower;
  if (!values.has(name)) {
    values.set(name, create());
  }
  return values.get(name) as T;
}
