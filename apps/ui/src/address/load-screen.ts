import { type AsyncRouteComponent, lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

const pauseMs = 2_000;
const lastReload = "lockstep-reloaded";
const reloadEveryMs = 60_000;

/**
 * A screen whose code is fetched when it is opened. While the server is away it is waited for, with everything else of the
 * page in place. A file that a server that answers does not have belongs to an older version: the page is loaded anew.
 */
export function loadScreen(load: () => Promise<unknown>, name: string): AsyncRouteComponent<object> {
  return lazyRouteComponent(async () => {
    const found = (await untilLoaded(load)) as Readonly<Record<string, ComponentType>>;
    return { default: found[name] };
  });
}

async function untilLoaded<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await load();
    } catch {
      if (await isServed()) reload();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function isServed(): Promise<boolean> {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** At most once a minute: what does not help is not done for ever. */
function reload(): void {
  const last = Number(sessionStorage.getItem(lastReload) ?? 0);
  if (Date.now() - last < reloadEveryMs) return;
  sessionStorage.setItem(lastReload, String(Date.now()));
  window.location.reload();
}
