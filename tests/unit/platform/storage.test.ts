import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LocalStorage } from "@/lib/platform/storage/local-storage";
import { StorageKeyError } from "@/lib/platform/storage/storage";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("LocalStorage", () => {
  let folder: string;
  let storage: LocalStorage;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "control-tower-storage-"));
    storage = new LocalStorage(path.join(folder, "files"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const textOf = async (key: string) => {
    const content = await storage.get(key);
    return content && new TextDecoder().decode(content);
  };

  it("fault-42 keeps a/x.txt and b/x.txt as two files", async () => {
    await storage.put("a/x.txt", bytes("first"));
    await storage.put("b/x.txt", bytes("second"));
    expect([await textOf("a/x.txt"), await textOf("b/x.txt")]).toEqual(["first", "second"]);
    expect(await storage.list("")).toEqual(["a/x.txt", "b/x.txt"]);
    expect(await storage.list("a/")).toEqual(["a/x.txt"]);
  });

  it("gives back what was put, byte for byte, and the newest of two", async () => {
    const content = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
    await storage.put("deep/er/файл 1.bin", content);
    expect(new Uint8Array((await storage.get("deep/er/файл 1.bin")) ?? [])).toEqual(content);
    await storage.put("deep/er/файл 1.bin", bytes("new"));
    expect(await textOf("deep/er/файл 1.bin")).toBe("new");
  });

  it("answers null for a file that is not there, and deleting it is no fault", async () => {
    expect(await storage.get("nothing.txt")).toBeNull();
    await storage.delete("nothing.txt");
    await storage.put("a.txt", bytes("a"));
    await storage.delete("a.txt");
    expect(await storage.get("a.txt")).toBeNull();
    expect(await storage.list("")).toEqual([]);
  });

  it("answers null for a folder and for what would lie below a file", async () => {
    await storage.put("a/b.txt", bytes("x"));
    expect(await storage.get("a")).toBeNull();
    expect(await storage.get("a/b.txt/c")).toBeNull();
  });

  const escapes = [
    "",
    ".",
    "..",
    "../x",
    "a/../../x",
    "/etc/passwd",
    "a/../b",
    "a\\..\\..\\x",
    "C:\\x",
    `a${String.fromCharCode(0)}b`,
  ];
  it.each(escapes)("refuses the key %j everywhere", async (key) => {
    await writeFile(path.join(folder, "x"), "outside");
    await expect(storage.put(key, bytes("x"))).rejects.toThrow(StorageKeyError);
    await expect(storage.get(key)).rejects.toThrow(StorageKeyError);
    await expect(storage.delete(key)).rejects.toThrow(StorageKeyError);
    expect(await readFile(path.join(folder, "x"), "utf8")).toBe("outside");
  });

  it("lists a file under every name that it may be put", async () => {
    for (const key of ["notes.partial", ".hidden"]) {
      await storage.put(key, bytes(key));
      expect(await textOf(key)).toBe(key);
      expect(await storage.list(key)).toEqual([key]);
    }
  });

  it("never shows a write that is half done", async () => {
    const [old, fresh] = ["a".repeat(2_000_000), "b".repeat(2_000_000)];
    await storage.put("big.txt", bytes(old));
    const writing = storage.put("big.txt", bytes(fresh));
    const seen = new Set<string>();
    for (let reads = 0; reads < 20; reads += 1) {
      const text = (await textOf("big.txt")) ?? "";
      seen.add(`${text.length} ${text[0]} ${text.at(-1)}`);
      expect(await storage.list("")).toEqual(["big.txt"]);
    }
    await writing;
    const whole = ["2000000 a a", "2000000 b b"];
    expect([...seen].filter((text) => !whole.includes(text))).toEqual([]);
    expect(await textOf("big.txt")).toBe(fresh);
  });

  it("leaves nothing behind of a write that failed", async () => {
    await storage.put("a/b.txt", bytes("x"));
    await expect(storage.put("a", bytes("a folder"))).rejects.toThrow();
    expect(await readdir(path.join(folder, "files"))).toEqual(["a"]);
  });

  it("keeps one of many writers of a file, whole", async () => {
    const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(texts.map((text) => storage.put("one.txt", bytes(text))));
    expect(texts).toContain(await textOf("one.txt"));
    expect(await readdir(path.join(folder, "files"))).toEqual(["one.txt"]);
  });

  it("counts its files", async () => {
    expect(await storage.stats()).toMatchObject({ backend: "local", file_count: 0 });
    await storage.put("a/x.txt", bytes("x"));
    expect((await storage.stats()).file_count).toBe(1);
  });
});
