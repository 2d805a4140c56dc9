import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";

import { SearchField } from "../design/field.tsx";
import { useDebounced } from "../design/use-debounced.ts";
import { slugsQuery } from "./slugs-query.ts";

interface PipelineFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly environment: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}

/** Takes a whole slug, which it proposes, or the beginning of a run's id. `/` puts the cursor into it. */
export function PipelineField({ label, placeholder, value, environment, onChange }: PipelineFieldProps) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text.trim(), 250);
  const listId = useId();
  const sent = useRef(value);
  const { data: slugs = [] } = useQuery(slugsQuery(environment, settled.slice(0, 100)));
  const send = (next: string) => {
    sent.current = next;
    onChange(next === "" ? undefined : next);
  };
  // Filters that were cleared, or a step back: what is typed meanwhile is not overwritten by what it made.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (settled === sent.current || settled !== text.trim()) return;
    if (settled === "" || slugs.includes(settled) || /^[0-9a-f]{8}/.test(settled)) send(settled);
  });
  return (
    <form
      role="search"
      className="w-72 max-sm:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        send(text.trim());
      }}
    >
      <SearchField
        label={label}
        isLabelHidden
        placeholder={placeholder}
        list={listId}
        maxLength={64}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <datalist id={listId}>
        {slugs.map((slug) => (
          <option key={slug} value={slug} />
        ))}
      </datalist>
    </form>
  );
}
