import type { Json, JsonObject, RunError } from "@lockstep/model";

/** What stands where a secret was. */
const redacted = "[redacted]";

/** Removes the values of resolved secrets, in the forms in which they travel, from what is kept or shown. */
export interface Redactor {
  text(text: string): string;
  json(value: Json): Json;
  error(error: RunError): RunError;
}

/** Shorter values stand inside ordinary words; they are redacted only where they are the whole text. */
const shortest = 4;

/** Changes nothing: no secret was resolved. */
export const noRedaction: Redactor = {
  text: (text) => text,
  json: (value) => value,
  error: (error) => error,
};

export function createRedactor(secrets: readonly string[]): Redactor {
  const values = secrets.filter((value) => value !== "");
  if (values.length === 0) return noRedaction;
  const whole = new Set(values);
  const forms = [...new Set(values.filter((value) => value.length >= shortest).flatMap(formsOf))];
  // A form that contains another one goes first, so that no rest of it stays.
  forms.sort((a, b) => b.length - a.length);

  function text(given: string): string {
    if (whole.has(given)) return redacted;
    let result = given;
    for (const form of forms) if (result.includes(form)) result = result.replaceAll(form, redacted);
    return result;
  }

  function json(value: Json): Json {
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return whole.has(String(value)) ? redacted : value;
    if (value === null || typeof value === "boolean") return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(json);
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([key, member]) => [text(key), json(member)]),
    );
  }

  function error(given: RunError): RunError {
    const message = text(given.message);
    return given.details === undefined
      ? { ...given, message }
      : { ...given, message, details: json(given.details) };
  }

  return { text, json, error };
}

function formsOf(value: string): readonly string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const urlEncoded = encodeURIComponent(Buffer.from(value, "utf8").toString("utf8"));
  const formEncoded = new URLSearchParams([["", value]]).toString().slice(1);
  return [value, escaped, urlEncoded, urlEncoded.toLowerCase(), formEncoded, ...base64Forms(value)];
}

/** Base64 of a text holds one of three texts, depending on where in a group of three bytes the value begins. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value, "utf8");
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // Characters that also carry bits of the neighbours differ with them.
    const start = offset === 0 ? 0 : offset + 1;
    const core = encoded.slice(start, Math.floor(((offset + bytes.length) * 8) / 6));
    if (core.length < shortest) return [];
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
