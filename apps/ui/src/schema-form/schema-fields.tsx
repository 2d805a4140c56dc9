import { Button, IconButton } from "../design/button.tsx";
import { controlClasses, Field, SelectField, TextField } from "../design/field.tsx";
import { showUnseen } from "../design/plain-text.tsx";
import { DateTimeField } from "./date-time-field.tsx";
import { type Draft, emptyDraft, isDraftList, isDraftRecord } from "./draft.ts";
import { cut, errorAt, FieldGroup, type LabelledField, labelsOf, Problem } from "./field-labels.tsx";
import type { ListField, ObjectField } from "./form-field.ts";
import { pointerTo } from "./read-draft.ts";

export interface SchemaFieldsProps extends LabelledField {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** The controls for a value, whatever its schema says: every word in it is somebody else's, and shown as text. */
export function SchemaFields(props: SchemaFieldsProps) {
  const { field, draft, onChange } = props;
  switch (field.kind) {
    case "object":
      return <ObjectFields {...props} field={field} />;
    case "list":
      return <ListFields {...props} field={field} />;
    case "boolean":
      return <BooleanField {...props} />;
    case "choice":
      return (
        <SelectField
          {...labelsOf(props)}
          value={typeof draft === "string" ? draft : ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        >
          <option value="">{props.isRequired ? "Choose one" : "Not given"}</option>
          {field.choices.map((choice, index) => (
            <option key={index} value={index}>
              {showUnseen(cut(typeof choice === "string" ? choice : JSON.stringify(choice), 120))}
            </option>
          ))}
        </SelectField>
      );
    case "number":
      return (
        <TextField
          {...labelsOf(props)}
          inputMode={field.isInteger ? "numeric" : "decimal"}
          autoComplete="off"
          value={typeof draft === "string" ? draft : ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        />
      );
    case "json":
      return <JsonArea {...props} />;
    case "text":
      if (field.format === "date-time") {
        return <DateTimeField {...labelsOf(props)} draft={draft} onChange={onChange} />;
      }
      return (
        <TextField
          {...labelsOf(props)}
          type={field.format === "date" ? "date" : "text"}
          autoComplete="off"
          spellCheck={false}
          value={typeof draft === "string" ? draft : ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        />
      );
  }
}

function ObjectFields({
  field,
  draft,
  onChange,
  path,
  name,
  isRequired,
  errors,
}: SchemaFieldsProps & { readonly field: ObjectField }) {
  if (!isDraftRecord(draft)) {
    return (
      <FieldGroup name={name} field={field} error={errorAt(errors, path)}>
        <Button icon="plus" onClick={() => onChange(emptyDraft({ ...field, preset: {} }, true))}>
          Fill in
        </Button>
      </FieldGroup>
    );
  }
  const inner = field.fields.map((one) => (
    <SchemaFields
      key={one.name}
      field={one.field}
      name={one.name}
      isRequired={one.isRequired}
      path={pointerTo(path, one.name)}
      draft={Object.hasOwn(draft, one.name) ? draft[one.name] : undefined}
      onChange={(next) => onChange({ ...draft, [one.name]: next })}
      errors={errors}
    />
  ));
  if (path === "") {
    return (
      <div className="space-y-3.5">
        <Problem message={errorAt(errors, path)} />
        {inner}
      </div>
    );
  }
  return (
    <FieldGroup
      name={name}
      field={field}
      error={errorAt(errors, path)}
      {...(isRequired ? {} : { onRemove: () => onChange(undefined) })}
    >
      <div className="space-y-3">{inner}</div>
    </FieldGroup>
  );
}

function ListFields({
  field,
  draft,
  onChange,
  path,
  name,
  isRequired,
  errors,
}: SchemaFieldsProps & { readonly field: ListField }) {
  const items = isDraftList(draft) ? draft : [];
  const change = (next: readonly Draft[]) => onChange(next.length === 0 && !isRequired ? undefined : next);
  return (
    <FieldGroup name={name} field={field} error={errorAt(errors, path)}>
      <div className="space-y-2">
        {items.map((item, index) => (
          // Items have no names of their own: their place is all that tells them apart.
          <div key={index} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <SchemaFields
                field={field.item}
                name={`Item ${index + 1}`}
                isRequired
                path={`${path}/${index}`}
                draft={item}
                onChange={(next) => change(items.map((old, at) => (at === index ? next : old)))}
                errors={errors}
              />
            </div>
            <IconButton
              icon="cross"
              label={`Remove item ${index + 1}`}
              onClick={() => change(items.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        <Button
          icon="plus"
          disabled={items.length >= field.maxItems}
          onClick={() => change([...items, emptyDraft(field.item, true)])}
        >
          Add an item
        </Button>
      </div>
    </FieldGroup>
  );
}

/** Ticked or not where something is taken for granted; else chosen: leaving a box as it is must not be an answer. */
function BooleanField(props: SchemaFieldsProps) {
  const { field, draft, onChange, isRequired } = props;
  if (field.preset === undefined) {
    return (
      <SelectField
        {...labelsOf(props)}
        value={typeof draft === "boolean" ? String(draft) : ""}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value === "true")}
      >
        <option value="">{isRequired ? "Choose one" : "Not given"}</option>
        <option value="true">Yes</option>
        <option value="false">No</option>
      </SelectField>
    );
  }
  const { label, hint, error } = labelsOf(props);
  return (
    <div>
      <label className="flex items-center gap-2 text-sm font-medium">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={draft === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      <div className="mt-0.5 pl-6 text-xs text-muted">{hint}</div>
      <Problem message={error} />
    </div>
  );
}

function JsonArea(props: SchemaFieldsProps) {
  const { draft, onChange } = props;
  return (
    <Field {...labelsOf(props)}>
      {({ id, describedBy, isInvalid }) => (
        <textarea
          id={id}
          aria-describedby={describedBy}
          aria-invalid={isInvalid || undefined}
          rows={props.path === "" ? 10 : 3}
          spellCheck={false}
          placeholder="JSON"
          value={typeof draft === "string" ? draft : ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
          className={`${controlClasses} font-mono text-xs`}
        />
      )}
    </Field>
  );
}
