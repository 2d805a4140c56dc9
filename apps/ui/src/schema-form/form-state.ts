import type { Json } from "@lockstep/model";

import { type Draft, draftOf, emptyDraft } from "./draft.ts";
import type { FormField } from "./form-field.ts";
import { type FormError, type ReadDraft, readDraft } from "./read-draft.ts";

/** What is filled in, by fields or as JSON. */
export interface FormState {
  readonly mode: "fields" | "json";
  readonly draft: Draft;
  readonly text: string;
  /** Why the form cannot be shown; `null` when it can. */
  readonly note: string | null;
}

/** A form with its presets; as JSON where no field can show the schema. */
export function startForm(field: FormField): FormState {
  const draft = emptyDraft(field, true);
  const text = field.kind === "json" && typeof draft === "string" ? draft : "{}";
  return { mode: field.kind === "json" ? "json" : "fields", draft, text, note: null };
}

/** What the state says, and what is wrong with it. */
export function readForm(field: FormField, state: FormState): ReadDraft {
  if (state.mode === "fields") return readDraft(field, state.draft, true);
  try {
    return { value: JSON.parse(state.text) as Json, errors: [] };
  } catch (error) {
    const message = `This is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`;
    return { value: undefined, errors: [{ path: "", message } satisfies FormError] };
  }
}

/** The same as JSON; what is not filled in is left out, what is wrong too. */
export function asJson(field: FormField, state: FormState): FormState {
  const { value } = readDraft(field, state.draft, true);
  return { ...state, mode: "json", text: JSON.stringify(value ?? {}, null, 2), note: null };
}

/** The same by fields, unless fields would lose something of it. */
export function asFields(field: FormField, state: FormState): FormState {
  if (field.kind === "json") return { ...state, note: "This schema says more than a form can ask for." };
  const { value, errors } = readForm(field, { ...state, mode: "json" });
  if (value === undefined) return { ...state, note: errors[0]?.message ?? null };
  const draft = draftOf(field, value);
  const shown = readDraft(field, draft, true);
  if (!holds(shown.value, value)) {
    return { ...state, note: "The form cannot show all of this JSON, so it stays JSON." };
  }
  return { ...state, mode: "fields", draft, note: null };
}

/** Filled in with a value, in the mode it is in. */
export function fillForm(field: FormField, state: FormState, value: Json): FormState {
  const filled = { ...state, mode: "json" as const, text: JSON.stringify(value, null, 2), note: null };
  return state.mode === "json" ? filled : asFields(field, filled);
}

/** Whether nothing of `value` is missing from `shown`; what an empty form presets may be more. */
function holds(shown: Json | undefined, value: Json): boolean {
  if (typeof value !== "object" || value === null) return Object.is(shown, value) || shown === value;
  if (typeof shown !== "object" || shown === null || Array.isArray(shown) !== Array.isArray(value))
    return false;
  return Object.entries(value).every(([name, inner]) =>
    Object.hasOwn(shown, name) ? holds((shown as { readonly [name: string]: Json })[name], inner) : false,
  );
}
