"use client";

import { useEffect } from "react";

/**
 * Loads the page anew when it was reached without a load, as by a link pressed after the session
 * had ended: what was on the screens before is otherwise kept in memory, one press of Back away.
 */
export function FreshLoad() {
  useEffect(() => {
    const [load] = performance.getEntriesByType("navigation");
    if (load && new URL(load.name).pathname !== window.location.pathname) {
      window.location.replace(window.location.href);
    }
  }, []);
  return null;
}
