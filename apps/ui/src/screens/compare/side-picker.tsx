import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";

import { controlClasses, Field } from "../../design/field.tsx";
import { showShort } from "../../design/plain-text.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";

export interface SidePickerProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One side of a comparison: typed freely, with environments and their branches to choose from. */
export function SidePicker({ label, value, onChange }: SidePickerProps) {
  const list = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const { data: environments = [] } = useQuery(environmentsQuery);
  const branches = [...new Set(environments.flatMap(({ branch }) => branch ?? []))];
  const names = new Set(environments.map(({ slug }) => slug));
  return (
    <Field label={label} className="min-w-0 flex-1 basis-60">
      {({ id, describedBy }) => (
        <>
          <input
            id={id}
            aria-describedby={describedBy}
            list={list}
            name={label}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            placeholder="staging"
            onChange={(event) => setTyped(event.target.value)}
            onBlur={() => typed.trim() !== value && onChange(typed.trim())}
            className={controlClasses}
          />
          <datalist id={list}>
            {environments.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {showShort(title, 80)} as it is applied
              </option>
            ))}
            {branches.map((branch) => (
              <option key={branch} value={names.has(branch) ? `git:${branch}` : branch}>
                Branch {showShort(branch, 80)}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
