/** A field of a form that people fill in. What is more than that is written as JSON. */
export interface AnswerField {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly kind: "text" | "number" | "integer" | "boolean" | "choice";
  readonly choices: readonly (string | number | boolean)[];
  readonly isRequired: boolean;
}

/** How an answer is given: by fields, or as JSON where the schema says more than fields can. */
export type AnswerForm =
  | { readonly kind: "fields"; readonly fields: readonly AnswerField[]; readonly decision: string | null }
  | { readonly kind: "json" };

/** What people type and tick, by field. */
export type AnswerDraft = { readonly [name: string]: string | boolean | undefined };

/** Names under which forms ask for a yes or no; one of them gives the form two buttons. */
const decisions = ["approved", "approve", "accepted", "ok"];

/** The form for a JSON Schema of an answer. */
export function answerForm(schema: unknown): AnswerForm {
  if (!isRecord(schema)) return { kind: "json" };
  const { properties = {}, required = [], type = "object" } = schema;
  if (type !== "object" || !isRecord(properties)) return { kind: "json" };
  const names = Array.isArray(required) ? required : [];
  const fields = Object.entries(properties).map(([name, field]) =>
    fieldOf(name, field, names.includes(name)),
  );
  const known = fields.filter((field) => field !== null);
  if (known.length < fields.length || names.some((name) => !known.some((field) => field.name === name)))
    return { kind: "json" };
  const decision = known.find(({ name, kind }) => kind === "boolean" && decisions.includes(name));
  return { kind: "fields", fields: known, decision: decision?.name ?? null };
}

/** What a draft says, with the types that the schema wants; what was left empty is left out. */
export function answerOf(fields: readonly AnswerField[], draft: AnswerDraft): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const { name, kind, choices } of fields) {
    const given = draft[name];
    if (kind === "boolean") {
      if (given !== undefined) answer[name] = given === true;
    } else if (typeof given === "string" && given !== "") {
      if (kind === "choice") answer[name] = choices.find((choice) => String(choice) === given) ?? given;
      else answer[name] = kind === "text" ? given : Number(given);
    }
  }
  return answer;
}

function fieldOf(name: string, schema: unknown, isRequired: boolean): AnswerField | null {
  if (!isRecord(schema)) return null;
  const { title, description } = schema;
  const about = {
    name,
    title: typeof title === "string" && title !== "" ? title : name,
    description: typeof description === "string" ? description : null,
    isRequired,
  };
  if (Array.isArray(schema.enum)) {
    const choices = schema.enum.filter(isPlain);
    return choices.length === schema.enum.length ? { ...about, kind: "choice", choices } : null;
  }
  const kind = kinds[String(schema.type)];
  return kind === undefined ? null : { ...about, kind, choices: [] };
}

const kinds: Readonly<Record<string, AnswerField["kind"]>> = {
  string: "text",
  number: "number",
  integer: "integer",
  boolean: "boolean",
};

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
