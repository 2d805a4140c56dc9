import { useQuery } from "@tanstack/react-query";

import { SelectField } from "../design/field.tsx";
import { environmentsQuery } from "./environments-query.ts";

export interface EnvironmentFieldProps {
  /** Slug of the chosen environment; `undefined` is all. */
  readonly value: string | undefined;
  readonly onChange: (slug: string | undefined) => void;
  readonly fieldClassName?: string;
}

/** Chooses one environment, or all of them. */
export function EnvironmentField({ value, onChange, fieldClassName = "" }: EnvironmentFieldProps) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  const slugs = environments.map(({ slug }) => slug);
  // What the address names is offered even where nothing is called so.
  const offered = value === undefined || slugs.includes(value) ? slugs : [...slugs, value];
  return (
    <SelectField
      label="Environment"
      isLabelHidden
      fieldClassName={fieldClassName}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
    >
      <option value="">All environments</option>
      {offered.map((slug) => (
        <option key={slug}>{slug}</option>
      ))}
    </SelectField>
  );
}
