import type { JsonObject } from "@/lib/contracts/common";
import { isWanted } from "./is-wanted";
import type { EntryRow, ExportRow, SealRow, TrailRecord } from "./trail-record";
import { ChainVerifier } from "./verify-chain";
import type { VerifyOptions } from "./verify-options";

export interface TenantResult {
  tenant: string;
  /** the first and last position that were there */
  from: number;
  to: number;
  /** entries whose content was given and looked at */
  entries: number;
  /** links whose entries were not given */
  bare: number;
  /** what an export says that it was asked for */
  filters: JsonObject | null;
  checkpoints: number;
  /** the last position that a checkpoint vouches for */
  signedUpTo: number;
}

/** Verifies records of any number of tenants as they come. */
export class TrailVerifier {
  readonly #options: VerifyOptions;
  readonly #filters = new Map<string, JsonObject>();
  readonly #chains = new Map<string, ChainVerifier>();
  /** an export says so in its first line; in any other place the line was slipped in */
  #mayBeExport = true;
  #exported: ExportRow | null = null;

  constructor(options: VerifyOptions) {
    this.#options = options;
    for (const { tenant_id } of options.held) {
      this.chain(tenant_id);
    }
  }

  chain(tenant: string): ChainVerifier {
    const known = this.#chains.get(tenant);
    if (known) {
      return known;
    }
    const { keys, held, report } = this.#options;
    const own = held.filter(({ tenant_id }) => tenant_id === tenant);
    const fresh = new ChainVerifier(tenant, { keys, held: own, report });
    this.#chains.set(tenant, fresh);
    return fresh;
  }

  /** What comes next is of another file. */
  beginFile({ isMirror = false } = {}): void {
    this.#mayBeExport = !isMirror;
    this.#exported = null;
  }

  take(record: TrailRecord): void {
    const mayBeExport = this.#mayBeExport;
    this.#mayBeExport = false;
    if ("seal" in record) {
      this.#takeLink(record);
    } else if ("checkpoint" in record) {
      this.chain(record.checkpoint.tenant_id).checkpoint(record.checkpoint);
    } else if ("prune" in record) {
      this.chain(record.prune.tenant_id).prune(record.prune);
    } else if ("start" in record) {
      this.chain(record.start.tenant_id).start(record.start);
    } else {
      this.#takeHeader(record.export, mayBeExport);
    }
  }

  #takeHeader(header: ExportRow, mayBeExport: boolean): void {
    const { tenant_id: tenant, filters } = header;
    if (mayBeExport && Object.keys(filters).length > 0) {
      this.#exported = header;
      this.#filters.set(tenant, filters);
    } else {
      const what = "names the filters of an export, but is not the first line of one";
      this.#options.report({ tenant, position: null, entryId: null, part: "line", what });
    }
  }

  /** Only an export that says what it was asked for may leave out an entry. */
  #takeLink({ seal, entry }: { seal: SealRow; entry?: EntryRow }): void {
    const { tenant_id: tenant, position, audit_entry_id: entryId } = seal;
    const filters = this.#exported?.tenant_id === tenant ? this.#exported.filters : null;
    if (!entry && !filters) {
      const what = "the entry is not there, and no filters are named that leave it out";
      this.#options.report({ tenant, position, entryId, part: "content", what });
    }
    if (entry && filters && !isWanted(entry, filters)) {
      const what =
        "the filters that are named leave this entry out, so they are not those it was exported with";
      this.#options.report({ tenant, position, entryId, part: "content", what });
    }
    this.chain(tenant).seal(seal, entry);
  }

  end(): TenantResult[] {
    return [...this.#chains].map(([tenant, chain]) => {
      chain.end();
      return {
        tenant,
        from: chain.startPosition + 1,
        to: chain.position,
        entries: chain.entries,
        bare: chain.bare,
        filters: this.#filters.get(tenant) ?? null,
        checkpoints: chain.checkpoints,
        signedUpTo: chain.signedUpTo,
      };
    });
  }
}
