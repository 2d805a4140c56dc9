import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

import type { ApiSettings } from "../api-deps.ts";
import type { ApiEnv } from "../api-env.ts";

/** Tells browsers to run nothing, embed nothing and send nothing elsewhere; a page may say otherwise of itself. */
export function browserHeaders({ publicOrigin }: ApiSettings): MiddlewareHandler<ApiEnv> {
  const secure = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    strictTransportSecurity: publicOrigin?.startsWith("https://") === true,
    xFrameOptions: "DENY",
  });
  return async (c, next) => {
    await secure(c, next);
    const own = c.var.contentSecurityPolicy;
    if (own !== undefined) c.res.headers.set("Content-Security-Policy", own);
  };
}
