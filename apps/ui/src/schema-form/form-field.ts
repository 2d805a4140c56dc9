import type { Json } from "@lockstep/model";

/** What every field of a form says about itself. */
interface FieldFacts {
  readonly title: string;
  readonly description: string;
  /** What is taken when nothing is given; `undefined` is nothing. */
  readonly preset: Json | undefined;
}

export interface TextField extends FieldFacts {
  readonly kind: "text";
  readonly format: string | null;
  readonly minLength: number;
  readonly maxLength: number;
}

export interface NumberField extends FieldFacts {
  readonly kind: "number";
  readonly isInteger: boolean;
  readonly minimum: number;
  readonly maximum: number;
  /** Bounds that themselves do not fit. */
  readonly above: number;
  readonly below: number;
}

interface BooleanField extends FieldFacts {
  readonly kind: "boolean";
}

interface ChoiceField extends FieldFacts {
  readonly kind: "choice";
  readonly choices: readonly Json[];
}

export interface ListField extends FieldFacts {
  readonly kind: "list";
  readonly item: FormField;
  readonly minItems: number;
  readonly maxItems: number;
}

export interface ObjectField extends FieldFacts {
  readonly kind: "object";
  readonly fields: readonly NamedField[];
}

/** What a form cannot ask for piece by piece: written as JSON. */
interface JsonField extends FieldFacts {
  readonly kind: "json";
}

/** How a value is asked for. */
export type FormField =
  | TextField
  | NumberField
  | BooleanField
  | ChoiceField
  | ListField
  | ObjectField
  | JsonField;

export interface NamedField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly field: FormField;
}

/** The property of that name which an object has itself; never what all objects have. */
export function ownValue<Value>(record: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
