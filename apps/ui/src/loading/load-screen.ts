import { type AsyncRouteComponent, lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

import { untilLoaded } from "./until-loaded.ts";

/** A screen whose code is fetched when it is opened. While the server is away, everything else of the page stays. */
export function loadScreen(load: () => Promise<unknown>, name: string): AsyncRouteComponent<object> {
  return lazyRouteComponent(async () => {
    const found = (await untilLoaded(load)) as Readonly<Record<string, ComponentType>>;
    return { default: found[name] };
  });
}
