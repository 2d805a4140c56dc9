import { secureHeaders } from "hono/secure-headers";

import type { ApiSettings } from "../api-deps.ts";

/** Tells browsers to run nothing, embed nothing and send nothing elsewhere. */
export function browserHeaders({ publicOrigin }: ApiSettings) {
  return secureHeaders({
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
}
