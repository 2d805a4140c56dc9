import type { Json } from "@lockstep/model";

import { Button } from "../design/button.tsx";
import { Choice } from "../design/choice.tsx";
import { controlClasses, Field } from "../design/field.tsx";
import { PlainText } from "../design/plain-text.tsx";
import type { FormField } from "./form-field.ts";
import { asFields, asJson, fillForm, type FormState } from "./form-state.ts";
import type { FormError } from "./read-draft.ts";
import { SchemaFields } from "./schema-fields.tsx";

export interface SchemaFormProps {
  readonly field: FormField;
  readonly state: FormState;
  readonly onChange: (state: FormState) => void;
  /** What is wrong, by pointer, from the form or from the server. */
  readonly errors: readonly FormError[];
  /** A value that fits, to begin with; `null` where none is known. */
  readonly sample: Json;
}

/** Asks for a value by fields or, at any time, as JSON. */
export function SchemaForm({ field, state, onChange, errors, sample }: SchemaFormProps) {
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label="How to fill it in"
          values={[
            { value: "fields", title: "Form" },
            { value: "json", title: "JSON" },
          ]}
          chosen={state.mode}
          onChoose={(mode) => {
            if (mode !== state.mode)
              onChange(mode === "json" ? asJson(field, state) : asFields(field, state));
          }}
        />
        {sample !== null && (
          <Button look="quiet" onClick={() => onChange(fillForm(field, state, sample))}>
            Fill in the sample
          </Button>
        )}
      </div>
      {state.note !== null && (
        <p role="status" className="text-sm text-warn">
          {state.note}
        </p>
      )}
      {state.mode === "fields" ? (
        <SchemaFields
          field={field}
          name=""
          path=""
          isRequired
          draft={state.draft}
          onChange={(draft) => onChange({ ...state, draft })}
          errors={errors}
        />
      ) : (
        <>
          <Field label="Input as JSON" error={errors.find(({ path }) => path === "")?.message ?? null}>
            {({ id, describedBy, isInvalid }) => (
              <textarea
                id={id}
                aria-describedby={describedBy}
                aria-invalid={isInvalid || undefined}
                rows={14}
                spellCheck={false}
                value={state.text}
                onChange={(event) => onChange({ ...state, text: event.target.value, note: null })}
                className={`${controlClasses} font-mono text-xs`}
              />
            )}
          </Field>
          <FieldErrors errors={errors.filter(({ path }) => path !== "")} />
        </>
      )}
    </div>
  );
}

/** Errors beside no field: where, and what. */
function FieldErrors({ errors }: { readonly errors: readonly FormError[] }) {
  if (errors.length === 0) return null;
  return (
    <ul role="alert" className="space-y-0.5 text-sm text-bad">
      {errors.map(({ path, message }, index) => (
        <li key={index}>
          <code className="font-mono text-xs">
            <PlainText text={path} limit={120} />
          </code>{" "}
          <PlainText text={message} />
        </li>
      ))}
    </ul>
  );
}
