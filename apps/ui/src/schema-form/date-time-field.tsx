import type { ReactNode } from "react";

import { TextField } from "../design/field.tsx";
import { toLocalInput } from "../design/to-local-input.ts";
import type { Draft } from "./draft.ts";

export interface DateTimeFieldProps {
  readonly label: string;
  readonly hint: ReactNode;
  readonly error: string | null;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** An instant, asked for in the viewer's zone and kept in UTC. One that is not touched stays as it was written. */
export function DateTimeField({ label, hint, error, draft, onChange }: DateTimeFieldProps) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <TextField
      label={label}
      hint={
        <>
          {hint} In your zone, {zone}.
        </>
      }
      error={error}
      type="datetime-local"
      step={1}
      value={typeof draft === "string" ? localOf(draft) : ""}
      onChange={({ target: { value } }) => onChange(value === "" ? undefined : new Date(value).toISOString())}
    />
  );
}

function localOf(instant: string): string {
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? "" : toLocalInput(milliseconds, "second");
}
