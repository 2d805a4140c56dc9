import type { Json } from "@lockstep/model";

import { type Draft, isDraftList, isDraftRecord } from "./draft.ts";
import type { FormField, ListField, NumberField, ObjectField, TextField } from "./form-field.ts";

export interface FormError {
  /** JSON pointer into the value. */
  readonly path: string;
  readonly message: string;
}

export interface ReadDraft {
  /** `undefined` is nothing given. */
  readonly value: Json | undefined;
  readonly errors: readonly FormError[];
}

/**
 * The value that a form says, and what is wrong with it as far as the form knows: patterns and the like are the server's
 * to check. What is left empty is left out.
 */
export function readDraft(field: FormField, draft: Draft, isRequired: boolean, path = ""): ReadDraft {
  const wrong = (message: string): ReadDraft => ({ value: undefined, errors: [{ path, message }] });
  if (draft === undefined || draft === "") {
    return isRequired
      ? wrong(field.kind === "text" ? "Fill this in. An empty text is written as JSON." : "Fill this in.")
      : { value: undefined, errors: [] };
  }
  const asked = { path, wrong };
  switch (field.kind) {
    case "text":
      return typeof draft === "string" ? readText(field, draft, asked) : wrong("Fill this in.");
    case "number":
      return typeof draft === "string" ? readNumber(field, draft, asked) : wrong("Fill this in.");
    case "boolean":
      return typeof draft === "boolean" ? { value: draft, errors: [] } : wrong("Fill this in.");
    case "choice": {
      const choice = typeof draft === "string" ? field.choices[Number(draft)] : undefined;
      return choice === undefined ? wrong("Choose one.") : { value: choice, errors: [] };
    }
    case "json":
      return typeof draft === "string" ? readJson(draft, asked) : wrong("Fill this in.");
    case "list":
      return isDraftList(draft) ? readList(field, draft, asked) : wrong("Fill this in.");
    case "object":
      return isDraftRecord(draft) ? readObject(field, draft, path) : wrong("Fill this in.");
  }
}

interface Asked {
  readonly path: string;
  readonly wrong: (message: string) => ReadDraft;
}

function readText({ format, minLength, maxLength }: TextField, text: string, { wrong }: Asked): ReadDraft {
  const length = Array.from(text).length;
  if (length < minLength) return wrong(`At least ${minLength} characters.`);
  if (length > maxLength) return wrong(`At most ${maxLength} characters.`);
  if (format === "date" && !isDate(text)) return wrong("A day such as 2026-02-03.");
  if (format === "date-time" && !isDateTime(text)) return wrong("An instant such as 2026-02-03T14:03:00Z.");
  return { value: text, errors: [] };
}

function readNumber(field: NumberField, text: string, { wrong }: Asked): ReadDraft {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return wrong(field.isInteger ? "A whole number." : "A number.");
  if (field.isInteger && !Number.isInteger(value)) return wrong("A whole number.");
  if (value < field.minimum) return wrong(`At least ${field.minimum}.`);
  if (value > field.maximum) return wrong(`At most ${field.maximum}.`);
  if (value <= field.above) return wrong(`More than ${field.above}.`);
  if (value >= field.below) return wrong(`Less than ${field.below}.`);
  return { value, errors: [] };
}

function readJson(text: string, { wrong }: Asked): ReadDraft {
  try {
    return { value: JSON.parse(text) as Json, errors: [] };
  } catch (error) {
    return wrong(`This is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`);
  }
}

function readList(
  { item, minItems, maxItems }: ListField,
  drafts: readonly Draft[],
  asked: Asked,
): ReadDraft {
  if (drafts.length < minItems)
    return asked.wrong(`At least ${minItems} ${minItems === 1 ? "item" : "items"}.`);
  if (drafts.length > maxItems)
    return asked.wrong(`At most ${maxItems} ${maxItems === 1 ? "item" : "items"}.`);
  const read = drafts.map((draft, index) => readDraft(item, draft, true, `${asked.path}/${index}`));
  return { value: read.map(({ value }) => value ?? null), errors: read.flatMap(({ errors }) => errors) };
}

function readObject(
  { fields }: ObjectField,
  draft: { readonly [name: string]: Draft },
  path: string,
): ReadDraft {
  const read = fields.map(({ name, isRequired, field }) => ({
    name,
    ...readDraft(
      field,
      Object.hasOwn(draft, name) ? draft[name] : undefined,
      isRequired,
      pointerTo(path, name),
    ),
  }));
  const given = read.flatMap(({ name, value }): [string, Json][] =>
    value === undefined ? [] : [[name, value]],
  );
  return { value: Object.fromEntries(given), errors: read.flatMap(({ errors }) => errors) };
}

/** The pointer to a property of what a pointer leads to. */
export function pointerTo(path: string, name: string): string {
  return `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [, day = ""] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  return isDate(day) && !Number.isNaN(Date.parse(text));
}
