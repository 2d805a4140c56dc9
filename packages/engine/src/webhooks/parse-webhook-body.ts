import { Failure, isDeeperThan, type Json } from "@lockstep/model";

const deepest = 64;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The body of a webhook by its content type: JSON, a form (repeated names become lists), or text; `null` when empty.
 * Failures: `unsupported-media-type`, `invalid-input`.
 */
export function parseWebhookBody(body: Uint8Array, contentType: string | undefined): Json {
  if (body.byteLength === 0) return null;
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const text = decode(body);
  if (type === "application/json" || type.endsWith("+json")) return parseJson(text);
  if (type === "application/x-www-form-urlencoded") return parseForm(text);
  if (type.startsWith("text/")) return text;
  throw new Failure(
    "unsupported-media-type",
    "Send JSON, a form (application/x-www-form-urlencoded) or text.",
  );
}

/** A query string or form as an object; a name that comes twice gives a list. */
export function parseForm(text: string): { readonly [name: string]: Json } {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text))
    values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? "") : all]),
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (cause) {
    throw new Failure("invalid-input", "The body is not UTF-8.", { code: "JSON_ENCODING", cause });
  }
}

function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (cause) {
    // The parser's own message quotes the text, which may hold a secret.
    throw new Failure("invalid-input", "The body is not JSON.", { code: "JSON_SYNTAX", cause });
  }
  if (!isDeeperThan(value, deepest)) return value;
  throw new Failure("invalid-input", `The body is nested deeper than ${deepest} levels.`, {
    code: "JSON_LIMIT",
  });
}
