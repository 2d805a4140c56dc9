import type { ReactNode } from "react";

import { IconButton } from "../design/button.tsx";
import { PlainText, showUnseen } from "../design/plain-text.tsx";
import type { FormField } from "./form-field.ts";
import type { FormError } from "./read-draft.ts";

/** What names a field and says where it is. */
export interface LabelledField {
  readonly field: FormField;
  /** Name of the property or place in the list; empty for the whole. */
  readonly name: string;
  readonly isRequired: boolean;
  /** JSON pointer of the value; empty for the whole. */
  readonly path: string;
  /** What is wrong, by pointer, from the form or from the server. */
  readonly errors: readonly FormError[];
}

export interface FieldGroupProps {
  readonly name: string;
  readonly field: FormField;
  readonly error: string | null;
  readonly onRemove?: () => void;
  readonly children: ReactNode;
}

/** Fields that belong together. */
export function FieldGroup({ name, field, error, onRemove, children }: FieldGroupProps) {
  return (
    <fieldset className="min-w-0 rounded-md border border-line px-3 pt-1 pb-3">
      <legend className="flex items-center gap-1 px-1 text-sm font-medium">
        <bdi>{titleOf(name, field)}</bdi>
        {onRemove !== undefined && (
          <IconButton icon="cross" label="Leave out" className="min-h-6 w-6" onClick={onRemove} />
        )}
      </legend>
      {field.description !== "" && (
        <p className="mb-2 text-xs text-muted">
          <PlainText text={field.description} limit={300} />
        </p>
      )}
      <Problem message={error} />
      {children}
    </fieldset>
  );
}

/** What is wrong, where no control says it. */
export function Problem({ message }: { readonly message: string | null | undefined }) {
  if (message === null || message === undefined) return null;
  return (
    <p role="alert" className="mb-1 text-xs text-bad">
      {message}
    </p>
  );
}

/** Label, hint and error of a control. */
export function labelsOf({ field, name, isRequired, errors, path }: LabelledField) {
  const hint = field.description === "" ? undefined : <PlainText text={field.description} limit={300} />;
  return {
    label: `${titleOf(name, field)}${isRequired || name === "" ? "" : " (optional)"}`,
    hint,
    error: errorAt(errors, path),
  };
}

function titleOf(name: string, { title }: FormField): string {
  const text = title === "" || title === name ? name : name === "" ? title : `${title} · ${name}`;
  return showUnseen(cut(text === "" ? "Input" : text, 120));
}

/** What is wrong at a place, in one line. */
export function errorAt(errors: readonly FormError[], path: string): string | null {
  const messages = errors.filter((error) => error.path === path).map(({ message }) => message);
  return messages.length === 0 ? null : showUnseen(messages.join("; "));
}

/** Not more of a text than fits into one line. */
export function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
