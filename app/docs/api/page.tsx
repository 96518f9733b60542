import { ArrowLeft, FileJson } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ApiReference } from "@/components/docs/api-reference";
import { buttonClass } from "@/components/ui/button";
import { pageContext } from "@/lib/auth/page-context";

export const metadata: Metadata = { title: "API" };

const DOCUMENT = "/api/openapi.json";

export default async function Page() {
  await pageContext();
  return (
    <div className="min-h-dvh">
      <header className="flex flex-wrap items-center justify-between gap-2 border-line border-b bg-surface px-4 py-2 max-sm:px-3">
        <Link href="/dashboard" className={buttonClass({ tone: "quiet" })}>
          <ArrowLeft aria-hidden className="size-4" />
          Board
        </Link>
        <h1 className="font-semibold">API reference</h1>
        <a href={DOCUMENT} className={buttonClass()}>
          <FileJson aria-hidden className="size-4" />
          OpenAPI
        </a>
      </header>
      <ApiReference document={DOCUMENT} />
    </div>
  );
}
