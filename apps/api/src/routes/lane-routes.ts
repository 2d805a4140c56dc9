import { Hono } from "hono";

import type { ApiEnv } from "../api-env.ts";
import { loadLanes } from "../matrix/lanes.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { lanesResponse, presentLane } from "../views/lane-view.ts";

/** `/lanes`: the commits that came into each environment, and what the newest waits for. */
export function laneRoutes({ store }: RouteDeps) {
  return new Hono<ApiEnv>().get("/lanes", lanesOperation, async (c) => {
    const lanes = await loadLanes(store, c.var.token);
    return c.json({ lanes: lanes.map(presentLane) }, 200);
  });
}

const lanesOperation = operation({
  tag: "Dashboard",
  summary: "Show the newest commits of each environment",
  description:
    "By the promotion ladder, lower environments first; the newest 20 commits of each, newest first. What is stuck says the one thing that it waits for.",
  role: "viewer",
  responses: { 200: { description: "The lanes that the token reaches.", schema: lanesResponse } },
});
