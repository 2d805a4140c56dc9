import { createHmac, randomUUID } from "node:crypto";
import { request } from "node:http";

/** What GitHub answers to be told of a delivery. */
export interface DeliveryAnswer {
  readonly status: number;
  readonly body: any;
}

/** A webhook delivery as GitHub posts it; `headers` take the place of those that fit, `null` leaves one out. */
export interface SignedDelivery {
  readonly event: string;
  readonly body: string;
  readonly secret: string;
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** The hexadecimal HMAC of a body. */
export function digestOf(body: string, secret: string, algorithm = "sha256"): string {
  return createHmac(algorithm, secret).update(body).digest("hex");
}

/** Posts a delivery with a new id. */
export async function postDelivery(
  url: string,
  { event, body, secret, headers = {} }: SignedDelivery,
): Promise<DeliveryAnswer> {
  const all: Record<string, string | null> = {
    "content-type": "application/json",
    "x-github-delivery": randomUUID(),
    "x-github-event": event,
    "x-github-hook-id": "4242",
    "x-hub-signature-256": `sha256=${digestOf(body, secret)}`,
    ...headers,
  };
  const sent = Object.entries(all).filter((header): header is [string, string] => header[1] !== null);
  const answer = await fetch(`${url}/api/v1/hooks/github`, {
    method: "POST",
    headers: sent,
    body: Buffer.from(body),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Sends the beginning of a body that does not end, and gives the status that comes all the same. */
export async function postUnfinished(
  url: string,
  { bytes, declared }: { readonly bytes: number; readonly declared: number | null },
): Promise<number> {
  const outgoing = request(`${url}/api/v1/hooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(declared === null ? {} : { "content-length": declared }),
    },
  });
  try {
    return await new Promise<number>((resolve, reject) => {
      outgoing.once("response", ({ statusCode }) => resolve(statusCode ?? 0)).once("error", reject);
      outgoing.write(Buffer.alloc(bytes, " "));
    });
  } finally {
    outgoing.on("error", () => {}).destroy();
  }
}
