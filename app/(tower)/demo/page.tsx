import type { Metadata } from "next";
import { DemoDestinations } from "@/components/demo/demo-destinations";
import { StartScenario } from "@/components/demo/start-scenario";
import { TimeLapse } from "@/components/demo/time-lapse";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { pageContext } from "@/lib/auth/page-context";
import { DEFAULT_PACK, findQueue } from "@/lib/packs/find-pack";
import { getSettings } from "@/lib/platform/settings";
import { listScenarios } from "@/lib/scenarios/list-scenarios";
import { getTimeLapse } from "@/lib/scenarios/time-lapse/get-time-lapse";

export const metadata: Metadata = { title: "Demo" };

export default async function Page() {
  const ctx = await pageContext();
  const { scenarios } = listScenarios(ctx);
  const isDemo = getSettings().mode === "demo";
  return (
    <div className="mx-auto w-full max-w-5xl flex-1 p-4 max-md:pb-20 max-sm:px-3">
      <h1 className="font-semibold text-xl">Demo</h1>
      <p className="mt-1 mb-4 max-w-2xl text-muted text-sm">
        Each scenario puts one refill on the board, at the point where something has to be decided.
        Open it, see what is suggested, decide, and undo it within its window.
      </p>
      {!isDemo && (
        <div className="mb-4">
          <Notice>
            Scenarios can be started where ENVIRONMENT is demo; here they are shown only.
          </Notice>
        </div>
      )}
      <Panel title="Scenarios" aside={<Badge>{scenarios.length}</Badge>}>
        <ul>
          {scenarios.map((scenario) => (
            <li
              key={scenario.id}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b px-4 py-3 last:border-b-0"
            >
              <div className="min-w-0 flex-1 basis-72">
                <h3 className="font-medium text-sm">{scenario.label}</h3>
                <p className="text-muted text-sm">{scenario.description}</p>
                <p className="mt-0.5 text-muted text-xs">Starts in {queueOf(scenario.id)}</p>
              </div>
              {isDemo && <StartScenario scenarioId={scenario.id} label={scenario.label} />}
            </li>
          ))}
        </ul>
      </Panel>
      {isDemo && <TimeLapse initial={await getTimeLapse(ctx)} />}
      <DemoDestinations />
    </div>
  );
}

function queueOf(scenarioId: string): string {
  const scenario = DEFAULT_PACK.scenarios.find(({ key }) => key === scenarioId);
  return (scenario && findQueue(DEFAULT_PACK, scenario.seed.queue)?.label) ?? "the first queue";
}
