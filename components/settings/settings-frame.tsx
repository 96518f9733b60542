import type { ReactNode } from "react";
import { SettingsTabs } from "./settings-tabs";

interface SettingsFrameProps {
  /** the page's main action */
  action?: ReactNode;
  children: ReactNode;
}

/** What every page of the settings has around it. */
export function SettingsFrame({ action, children }: SettingsFrameProps) {
  return (
    <div className="flex-1 p-4 max-md:pb-20 max-sm:px-3">
      <div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-3 pointer-coarse:min-h-11">
        <h1 className="font-semibold text-xl">Settings</h1>
        {action}
      </div>
      <SettingsTabs />
      {children}
    </div>
  );
}
