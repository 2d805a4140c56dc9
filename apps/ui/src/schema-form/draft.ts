import type { Json } from "@lockstep/model";

import { isObject } from "../json/is-object.ts";
import { type FormField, ownValue } from "./form-field.ts";

/** What somebody typed, ticked and chose so far; `undefined` is nothing given. Texts, numbers and JSON are texts. */
export type Draft = undefined | boolean | string | readonly Draft[] | DraftRecord;

export interface DraftRecord {
  readonly [name: string]: Draft;
}

export function isDraftRecord(draft: Draft): draft is DraftRecord {
  return typeof draft === "object" && !Array.isArray(draft);
}

export function isDraftList(draft: Draft): draft is readonly Draft[] {
  return Array.isArray(draft);
}

/** An empty form, presets filled in. */
export function emptyDraft(field: FormField, isRequired: boolean): Draft {
  if (field.preset !== undefined) return draftOf(field, field.preset);
  if (field.kind === "object" && isRequired) return draftOf(field, {});
  if (field.kind === "list" && isRequired) {
    return Array.from({ length: Math.min(field.minItems, 5) }, () => emptyDraft(field.item, true));
  }
  return undefined;
}

/** The form that shows a value. What the value does not say is as in an empty form. */
export function draftOf(field: FormField, value: Json): Draft {
  switch (field.kind) {
    case "text":
      return typeof value === "string" ? value : undefined;
    case "number":
      return typeof value === "number" ? String(value) : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "choice": {
      const index = field.choices.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(value));
      return index === -1 ? undefined : String(index);
    }
    case "list":
      return Array.isArray(value)
        ? (value as readonly Json[]).map((item) => draftOf(field.item, item))
        : undefined;
    case "object":
      return isObject(value)
        ? Object.fromEntries(
            field.fields.map(({ name, isRequired, field: inner }) => {
              const given = ownValue(value, name);
              return [name, given === undefined ? emptyDraft(inner, isRequired) : draftOf(inner, given)];
            }),
          )
        : undefined;
    case "json":
      return JSON.stringify(value, null, 2);
  }
}
