import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ScopeDossier } from "@/components/ame/scope-dossier";
import { PeopleNames } from "@/components/layout/people-names";
import { pageContext } from "@/lib/auth/page-context";
import { readPeopleNames } from "@/lib/auth/people/read-people-names";
import { toWords } from "@/lib/format/words";
import { getTrustDossier } from "@/lib/governance/trust/get-trust-dossier";
import { isAppError } from "@/lib/kernel/app-error";

interface PageProps {
  params: Promise<{ id: string }>;
}

/** Once per request, for the title and for the page. */
const readDossier = cache(async (id: string) => {
  const ctx = await pageContext();
  if (!/^\d{1,15}$/.test(id)) {
    return notFound();
  }
  try {
    const dossier = await getTrustDossier(ctx, Number(id));
    const actors = dossier.changes.flatMap((one) => [one.requested_by, one.approved_by]);
    return { dossier, names: await readPeopleNames(ctx, actors) };
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") {
      return notFound();
    }
    throw error;
  }
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { scope } = (await readDossier((await params).id)).dossier;
  return { title: `${toWords(scope.action_type)} in ${toWords(scope.queue).toLowerCase()}` };
}

export default async function Page({ params }: PageProps) {
  const { dossier, names } = await readDossier((await params).id);
  return (
    <PeopleNames names={names}>
      <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
        <ScopeDossier dossier={dossier} />
      </div>
    </PeopleNames>
  );
}
