import { fieldOfSchema } from "../schema-form/field-of-schema.ts";
import type { FormField } from "../schema-form/form-field.ts";

/** How a step is answered: what is to be filled in, and the property that two buttons decide. */
export interface AnswerForm {
  /** Without the decision. */
  readonly field: FormField;
  /** Name of the property that says yes or no; `null` when there is none. */
  readonly decision: string | null;
}

/** Names under which forms ask for a yes or no; one of them gives the form two buttons. */
const decisions = ["approved", "approve", "accepted", "ok"];

/** The form for a JSON Schema of an answer. */
export function answerForm(schema: unknown): AnswerForm {
  const field = fieldOfSchema(schema);
  if (field.kind !== "object") return { field, decision: null };
  const found = field.fields.find(
    ({ name, field: { kind } }) => kind === "boolean" && decisions.includes(name),
  );
  if (found === undefined) return { field, decision: null };
  return { field: { ...field, fields: field.fields.filter((one) => one !== found) }, decision: found.name };
}

/** Whether there is anything to fill in besides the decision. */
export function hasFields({ field }: AnswerForm): boolean {
  return field.kind !== "object" || field.fields.length > 0;
}
