import { UserRound } from "lucide-react";
import type { Metadata } from "next";
import { AddOwnKey } from "@/components/settings/add-own-key";
import { OwnKeys } from "@/components/settings/own-keys";
import { OwnSessions } from "@/components/settings/own-sessions";
import { PasswordForm } from "@/components/settings/password-form";
import { SecondFactor } from "@/components/settings/second-factor";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { listOwnApiKeys } from "@/lib/auth/keys/list-api-keys";
import { pageContext } from "@/lib/auth/page-context";
import { getSession } from "@/lib/auth/sessions/get-session";
import { listOwnSessions } from "@/lib/auth/sessions/list-own-sessions";
import { sitesInWords, toWords } from "@/lib/format/words";

export const metadata: Metadata = { title: "Your account" };

const SHOWN_KEYS = 50;

export default async function Page() {
  const ctx = await pageContext();
  const { user, role, site_ids: siteIds } = await getSession(ctx);
  const sessions = user ? await listOwnSessions(ctx) : [];
  const keys = await listOwnApiKeys(ctx, { limit: SHOWN_KEYS });
  return (
    <SettingsFrame>
      {user === null ? (
        <EmptyState icon={UserRound} title="Nobody has signed in">
          The demo has a built-in administrator. Outside it, your password, your authenticator app,
          your sessions and your keys are here.
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
          <Panel title="You">
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 p-4 text-sm">
              <Fact name="Name">{user.name}</Fact>
              <Fact name="E-mail address">{user.email}</Fact>
              <Fact name="Role">{toWords(role)}</Fact>
              <Fact name="Stores">{sitesInWords(siteIds)}</Fact>
            </dl>
          </Panel>
          <Panel title="Sessions">
            <OwnSessions sessions={sessions} />
          </Panel>
          {user.signs_in_with === "password" && (
            <>
              <Panel title="Password">
                <PasswordForm email={user.email} hasSecondFactor={user.has_second_factor} />
              </Panel>
              <Panel title="Authenticator app">
                <SecondFactor isOn={user.has_second_factor} />
              </Panel>
            </>
          )}
          <Panel
            title="Your keys"
            className="lg:col-span-2"
            aside={<AddOwnKey siteIds={siteIds} hasPassword={user.signs_in_with === "password"} />}
          >
            <OwnKeys keys={keys.items} hasMore={keys.nextCursor !== null} />
          </Panel>
        </div>
      )}
    </SettingsFrame>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
