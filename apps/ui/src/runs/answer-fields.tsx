import { SelectField, TextField } from "../design/field.tsx";
import { PlainText, showShort, showUnseen } from "../design/plain-text.tsx";
import type { AnswerDraft, AnswerField } from "./answer-form.ts";

interface AnswerFieldsProps {
  readonly fields: readonly AnswerField[];
  readonly draft: AnswerDraft;
  /** What the server said is wrong, by field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (draft: AnswerDraft) => void;
}

/** The fields of a form that a step asks people to fill in. Its words are the pipeline's: shown as text. */
export function AnswerFields({ fields, draft, errors, onChange }: AnswerFieldsProps) {
  return fields.map((field) => {
    const { name, kind, choices, isRequired } = field;
    const given = draft[name];
    const set = (value: string | boolean) => onChange({ ...draft, [name]: value });
    const about = {
      label: showUnseen(field.title) + (isRequired ? "" : " (optional)"),
      hint: field.description === null ? undefined : <PlainText text={field.description} />,
      error: errors[name] ?? null,
    };
    // A yes or no that has to be given must not be given by leaving a box as it is.
    if (kind === "boolean" && isRequired)
      return (
        <SelectField
          key={name}
          {...about}
          required
          value={given === undefined ? "" : given === true ? "yes" : "no"}
          onChange={({ target: { value } }) =>
            onChange({ ...draft, [name]: value === "" ? undefined : value === "yes" })
          }
        >
          <option value="">Choose one</option>
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </SelectField>
      );
    if (kind === "boolean")
      return (
        <label key={name} className="flex items-center gap-2 text-sm">
          <input type="checkbox" checked={given === true} onChange={(event) => set(event.target.checked)} />
          {showUnseen(field.title)}
        </label>
      );
    if (kind === "choice")
      return (
        <SelectField
          key={name}
          {...about}
          required={isRequired}
          value={String(given ?? "")}
          onChange={(event) => set(event.target.value)}
        >
          <option value="">Choose one</option>
          {choices.map((choice) => (
            <option key={String(choice)} value={String(choice)}>
              {showShort(String(choice), 120)}
            </option>
          ))}
        </SelectField>
      );
    return (
      <TextField
        key={name}
        {...about}
        required={isRequired}
        type={kind === "text" ? "text" : "number"}
        {...(kind === "number" ? { step: "any" } : {})}
        value={String(given ?? "")}
        onChange={(event) => set(event.target.value)}
      />
    );
  });
}
