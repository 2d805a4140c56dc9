import type { MiddlewareHandler } from "hono";

import type { ApiEnv } from "../api-env.ts";

/** Lets no browser or proxy keep what only the asking token may see, unless a route says how long it may be kept. */
export const keepNothing: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
};
