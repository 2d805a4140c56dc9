import { useEffect, useRef, useState } from "react";

import { Button } from "../../design/button.tsx";
import { SearchField, SelectField } from "../../design/field.tsx";
import { isFiltered, type MatrixOrder, matrixOrders, type MatrixSearch } from "./matrix-search.ts";

/** Longer than between two letters of a key that is held down; an answer to every letter that is typed is welcome. */
const pauseMs = 35;

/** Changes what the address says; `undefined` takes it out. */
export type ChangeSearch = (change: {
  readonly [Name in keyof MatrixSearch]: MatrixSearch[Name] | undefined;
}) => void;

export interface MatrixFiltersProps {
  readonly search: MatrixSearch;
  readonly onChange: ChangeSearch;
  readonly environments: readonly string[];
  readonly teams: readonly string[];
  /** How many pipelines fit; `undefined` before that is known. */
  readonly total: number | undefined;
}

const orders: Readonly<Record<MatrixOrder, string>> = {
  "-deployed": "Newest deploy",
  health: "Worst health",
  drift: "Most drift",
};

/** Search, environment, team and order: everything goes to the address. */
export function MatrixFilters({ search, onChange, environments, teams, total }: MatrixFiltersProps) {
  const { team, environment, sort } = search;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <NameFilter value={search.q ?? ""} onChange={(q) => onChange({ q: q === "" ? undefined : q })} />
      <SelectField
        label="Environment"
        isLabelHidden
        fieldClassName="sm:max-w-44 max-sm:w-[calc((100%-1rem)/3)]"
        value={environment ?? ""}
        onChange={(event) => onChange({ environment: chosen(event.target.value) })}
      >
        <option value="">All environments</option>
        {withChosen(environments, environment).map((slug) => (
          <option key={slug}>{slug}</option>
        ))}
      </SelectField>
      <SelectField
        label="Team"
        isLabelHidden
        fieldClassName="sm:max-w-44 max-sm:w-[calc((100%-1rem)/3)]"
        value={team ?? ""}
        onChange={(event) => onChange({ team: chosen(event.target.value) })}
      >
        <option value="">All teams</option>
        {withChosen(teams, team).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SelectField
        label="Order"
        isLabelHidden
        fieldClassName="sm:max-w-44 max-sm:w-[calc((100%-1rem)/3)]"
        value={sort ?? ""}
        onChange={(event) => onChange({ sort: matrixOrders.find((order) => order === event.target.value) })}
      >
        <option value="">By name</option>
        {matrixOrders.map((order) => (
          <option key={order} value={order}>
            {orders[order]}
          </option>
        ))}
      </SelectField>
      <span role="status" className="text-sm text-muted tabular-nums max-sm:flex-1">
        {total === undefined ? "" : `${total.toLocaleString("en")} ${total === 1 ? "pipeline" : "pipelines"}`}
      </span>
      {(isFiltered(search) || environment !== undefined) && (
        <Button
          look="quiet"
          icon="cross"
          onClick={() =>
            onChange({
              q: undefined,
              sync: undefined,
              health: undefined,
              team: undefined,
              environment: undefined,
            })
          }
        >
          Clear
        </Button>
      )}
    </div>
  );
}

interface NameFilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/**
 * Says what was typed: at once when nothing was typed just before, else once the typing pauses. Follows the address when
 * that changes for another reason.
 */
function NameFilter({ value, onChange }: NameFilterProps) {
  const [text, setText] = useState(value);
  // What was asked for and the address does not say yet: when it does, that is no reason to change what was typed since.
  const asked = useRef<readonly string[]>([]);
  const sent = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typedAt = useRef(0);
  useEffect(() => {
    const answered = asked.current.indexOf(value);
    asked.current = asked.current.slice(answered + 1);
    if (answered >= 0 || value === sent.current) return;
    asked.current = [];
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (next: string) => {
    const name = next.trim().slice(0, 100);
    if (name === sent.current) return;
    sent.current = name;
    asked.current = [...asked.current, name];
    onChange(name);
  };
  return (
    <SearchField
      label="Filter by name"
      isLabelHidden
      placeholder="Filter by name   /"
      fieldClassName="w-56 max-sm:w-full"
      maxLength={100}
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        setText(next);
        clearTimeout(timer.current);
        const isFirst = event.timeStamp - typedAt.current >= pauseMs;
        typedAt.current = event.timeStamp;
        if (isFirst) send(next);
        else timer.current = setTimeout(send, pauseMs, next);
      }}
    />
  );
}

function chosen(value: string): string | undefined {
  return value === "" ? undefined : value;
}

/** What the address names is offered even while nothing loaded has it. */
function withChosen(values: readonly string[], value: string | undefined): readonly string[] {
  return value === undefined || values.includes(value) ? values : [...values, value];
}
