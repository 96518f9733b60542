export interface StorageStats {
  backend: "local";
  root: string;
  file_count: number;
}

/** Files by key. A key is a relative path such as `exports/2026/audit.jsonl`; each key is its own file. */
export interface Storage {
  /** @throws StorageKeyError when the key is empty, absolute or leaves the root */
  put(key: string, content: Uint8Array): Promise<void>;
  /** @returns the content, or null when there is no such file */
  get(key: string): Promise<Uint8Array | null>;
  delete(key: string): Promise<void>;
  /** @returns the keys that start with `prefix`, sorted */
  list(prefix: string): Promise<string[]>;
  stats(): Promise<StorageStats>;
}

export class StorageKeyError extends Error {
  constructor(key: string) {
    super(
      `"${key}" is not a storage key; use a relative path without "..", such as reports/may.csv`,
    );
    this.name = "StorageKeyError";
  }
}
