import { ShieldCheck } from "lucide-react";
import { TableTime } from "@/components/ui/time";

interface ChainStatusLineProps {
  sealedUpTo: number;
  signedUpTo: number;
  signedAt: string | null;
  keyId: string;
}

/** How far the trail is sealed and signed; that it is intact only a verification can say. */
export function ChainStatusLine({ sealedUpTo, signedUpTo, signedAt, keyId }: ChainStatusLineProps) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
      <ShieldCheck aria-hidden className="size-3.5" />
      <span>Sealed up to position {sealedUpTo}</span>
      <span aria-hidden className="max-sm:hidden">
        ·
      </span>
      {signedAt === null ? (
        <span>no checkpoint yet</span>
      ) : (
        <span>
          checkpoint at {signedUpTo}, <TableTime at={signedAt} />
        </span>
      )}
      <span aria-hidden className="max-sm:hidden">
        ·
      </span>
      <span>
        key <span className="font-mono">{keyId}</span>
      </span>
    </p>
  );
}
