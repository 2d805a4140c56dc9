export interface ChoiceProps<Value extends string> {
  /** What is chosen; read out, not shown. */
  readonly label: string;
  readonly values: readonly { readonly value: Value; readonly title: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** A few buttons of which one is pressed. */
export function Choice<Value extends string>({ label, values, chosen, onChoose }: ChoiceProps<Value>) {
  return (
    <div
      role="group"
      aria-label={label}
      className="inline-flex rounded-md border border-line bg-sunken p-0.5"
    >
      {values.map(({ value, title }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className={`min-h-6 rounded px-2.5 text-sm ${value === chosen ? "bg-surface font-medium shadow-sm" : "text-muted hover:text-text"}`}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
