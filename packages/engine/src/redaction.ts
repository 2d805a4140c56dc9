import type { Json, JsonObject, RunError } from "@lockstep/model";

import { formsOf, shortestForm } from "./secret-forms.ts";

/** What stands where a secret was. */
const redacted = "[redacted]";

/** Removes the values of resolved secrets, in the forms in which they travel, from what is kept or shown. */
export interface Redactor {
  text(text: string): string;
  json(value: Json): Json;
  error(error: RunError): RunError;
  /** For a text that comes in pieces; a secret may be split over them. */
  stream(): StreamRedactor;
}

/** Holds back only what may be the beginning of a secret. */
export interface StreamRedactor {
  /** Gives what of the text so far can be shown and was not given yet. */
  push(text: string): string;
  /** Gives the rest. */
  end(): string;
}

/** Changes nothing: no secret was resolved. */
export const noRedaction: Redactor = {
  text: (text) => text,
  json: (value) => value,
  error: (error) => error,
  stream: () => ({ push: (text) => text, end: () => "" }),
};

export function createRedactor(secrets: readonly string[]): Redactor {
  const values = secrets.filter((value) => value !== "");
  if (values.length === 0) return noRedaction;
  const whole = new Set(values);
  const forms = [...new Set(values.filter((value) => value.length >= shortestForm).flatMap(formsOf))];
  // A form that contains another one goes first, so that no rest of it stays.
  forms.sort((a, b) => b.length - a.length);
  const anyForm = patternOf(forms);

  function text(given: string): string {
    if (whole.has(given)) return redacted;
    if (anyForm?.test(given) !== true) return given;
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

  return { text, json, error, stream: () => createStreamRedactor(forms) };
}

/** Finds out in one pass that there is nothing to redact, as nearly always: looking for each form took three times as long. */
function patternOf(forms: readonly string[]): RegExp | null {
  if (forms.length === 0) return null;
  return new RegExp(forms.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"));
}

function createStreamRedactor(forms: readonly string[]): StreamRedactor {
  let pending = "";

  function release(isEnd: boolean): string {
    let shown = "";
    for (;;) {
      const held = isEnd ? pending.length : beginningOf(forms, pending);
      const found = firstOf(forms, pending);
      if (found === null || found.start >= held) {
        shown += pending.slice(0, held);
        pending = pending.slice(held);
        return shown;
      }
      shown += pending.slice(0, found.start) + redacted;
      pending = pending.slice(found.start + found.length);
    }
  }

  return {
    push(text) {
      pending += text;
      return release(false);
    },
    end: () => release(true),
  };
}

/** Where the first form stands in a text; of several at one place the longest. */
function firstOf(forms: readonly string[], text: string): { start: number; length: number } | null {
  let first: { start: number; length: number } | null = null;
  for (const form of forms) {
    const start = text.indexOf(form);
    if (start >= 0 && (first === null || start < first.start)) first = { start, length: form.length };
  }
  return first;
}

/** Where the end of a text may be the beginning of a form; its length where it cannot. */
function beginningOf(forms: readonly string[], text: string): number {
  let held = text.length;
  for (const form of forms) {
    const initial = form.slice(0, 1);
    let start = text.indexOf(initial, Math.max(0, text.length - form.length + 1));
    while (start >= 0 && start < held) {
      if (form.startsWith(text.slice(start))) held = start;
      start = text.indexOf(initial, start + 1);
    }
  }
  return held;
}
