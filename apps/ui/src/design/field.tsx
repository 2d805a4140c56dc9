import {
  createElement,
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
  useId,
} from "react";

const control =
  "min-h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 py-1 text-sm text-text placeholder:text-muted disabled:opacity-60 aria-invalid:border-bad";

/** Classes of what one types into. */
export const controlClasses = control;

interface LabelProps {
  readonly label: string;
  /** A sentence under it. */
  readonly hint?: ReactNode;
  /** What is wrong with what was typed. */
  readonly error?: string | null | undefined;
  /** The label is read out only. */
  readonly isLabelHidden?: boolean;
}

export interface FieldProps extends LabelProps {
  readonly children: (ids: { id: string; describedBy: string | undefined; isInvalid: boolean }) => ReactNode;
  readonly className?: string;
}

/** A label, a control, a hint and an error that belong together. */
export function Field({ label, hint, error, isLabelHidden = false, children, className = "" }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "mb-1 block text-sm font-medium"}>
        <bdi>{label}</bdi>
      </label>
      {children({
        id,
        describedBy: note === undefined || note === null ? undefined : `${id}-note`,
        isInvalid: typeof error === "string",
      })}
      {note !== undefined && note !== null && (
        <div
          id={`${id}-note`}
          className={`mt-1 text-xs ${typeof error === "string" ? "text-bad" : "text-muted"}`}
        >
          {note}
        </div>
      )}
    </div>
  );
}

type ControlProps<Attributes> = LabelProps &
  Omit<Attributes, "id"> & { readonly fieldClassName?: string; readonly className?: string };

export type TextFieldProps = ControlProps<InputHTMLAttributes<HTMLInputElement>>;

export function TextField(props: TextFieldProps) {
  return labelled("input", props);
}

export type SelectFieldProps = ControlProps<SelectHTMLAttributes<HTMLSelectElement>>;

/** The browser's own list: works everywhere, with keys, on phones and for those who listen. */
export function SelectField(props: SelectFieldProps) {
  return labelled("select", props);
}

/** One of the browser's controls with its label, hint and error. */
function labelled(tag: "input" | "select", props: ControlProps<object>): ReactElement {
  const { label, hint, error, isLabelHidden = false, fieldClassName = "", className = "", ...rest } = props;
  return (
    <Field {...{ label, hint, error, isLabelHidden }} className={fieldClassName}>
      {({ id, describedBy, isInvalid }) =>
        createElement(tag, {
          ...rest,
          id,
          "aria-describedby": describedBy,
          "aria-invalid": isInvalid || undefined,
          className: `${control} ${className}`,
        })
      }
    </Field>
  );
}

const searching = { type: "search", "data-page-search": "", autoComplete: "off", spellCheck: false } as const;

/** The search of a page: `/` puts the cursor into it. */
export function SearchField(props: Omit<TextFieldProps, "type">) {
  return labelled("input", { ...props, ...searching });
}
