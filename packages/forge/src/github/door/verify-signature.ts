import { Failure } from "@lockstep/model";
import { verifyWithFallback } from "@octokit/webhooks-methods";

const form = /^sha256=[0-9a-f]{64}$/;

/**
 * Proves that the body comes from who knows one of the secrets, in constant time over its bytes; `unauthenticated` otherwise.
 * The older SHA-1 header is not looked at.
 */
export async function verifySignature(
  secrets: readonly [string, ...string[]],
  body: Uint8Array,
  signature: string | undefined,
): Promise<void> {
  if (signature === undefined || !form.test(signature))
    throw unauthenticated(
      "The header X-Hub-Signature-256 is missing or not of the form sha256=<64 hexadecimal digits>.",
    );
  const text = exactText(body);
  const [current, ...previous] = secrets;
  const isProven =
    text !== null && text !== "" && (await verifyWithFallback(current, text, signature, previous));
  if (!isProven)
    throw unauthenticated(
      "The signature does not fit the body: is the webhook's secret the same on both sides?",
    );
}

/** The library takes text only: decoding must lose nothing, so that the proof is one of the very bytes. */
function exactText(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

function unauthenticated(message: string): Failure {
  return new Failure("unauthenticated", message);
}
