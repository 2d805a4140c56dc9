import { Failure } from "@lockstep/model";
import type { MiddlewareHandler } from "hono";

import type { ApiSettings } from "../api-deps.ts";

/**
 * Refuses requests addressed to another host name (DNS rebinding) or sent by pages of another origin.
 * Failure: `forbidden`.
 */
export function guardOrigin({ allowedHosts, publicOrigin }: ApiSettings): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header("Host") ?? new URL(c.req.url).host;
    if (!allowedHosts.includes(hostName(host))) {
      throw new Failure(
        "forbidden",
        "This host name is not served here; add it to the public URL's settings.",
        {
          code: "HOST_NOT_ALLOWED",
        },
      );
    }
    const origin = c.req.header("Origin");
    if (origin !== undefined && origin !== publicOrigin && !isSameHost(origin, host)) {
      throw new Failure("forbidden", "Pages of another origin may not call this API.", {
        code: "ORIGIN_NOT_ALLOWED",
      });
    }
    await next();
  };
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

function isSameHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
