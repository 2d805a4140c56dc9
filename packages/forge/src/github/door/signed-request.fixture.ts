import { createHmac } from "node:crypto";

export const secret = "It's a Secret to Everybody";

/** A delivery as GitHub posts it. */
export function signedRequest(
  event: string,
  body: string | Uint8Array,
  { by = secret, headers = {} }: { by?: string; headers?: Record<string, string | undefined> } = {},
) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  return {
    headers: {
      "content-type": "application/json",
      "x-github-hook-id": "292430182",
      "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "x-github-event": event,
      "x-hub-signature-256": `sha256=${createHmac("sha256", by).update(bytes).digest("hex")}`,
      ...headers,
    },
    body: bytes,
  };
}
