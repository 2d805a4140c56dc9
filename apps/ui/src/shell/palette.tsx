import { useQuery } from "@tanstack/react-query";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, useId, useState } from "react";

import { describeProblem } from "../api/api-failure.ts";
import { Icon } from "../design/icon.tsx";
import { useDebounced } from "../design/use-debounced.ts";
import { useFocusReturn } from "../design/use-focus-return.ts";
import { environmentsQuery } from "../environments/environments-query.ts";
import { useMayAct } from "../session/use-session.ts";
import { entriesFor, nameIn } from "./palette/entries.ts";
import type { PaletteEntry } from "./palette/entry.ts";
import { Option } from "./palette/option.tsx";
import { recentEntries } from "./palette/recent-entries.ts";
import { searchable, searchQuery } from "./palette/search-query.ts";
import { useFollowEntry } from "./palette/use-follow-entry.ts";

export interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onShowKeys: () => void;
}

/** Finds pipelines, environments, deploys, runs, commits, screens and actions from anywhere. */
export function Palette({ isOpen, onClose, onShowKeys }: PaletteProps) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[#0b1220]/50" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed top-[8vh] left-1/2 z-50 flex max-h-[70vh] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-overlay"
        >
          <Radix.Title className="sr-only">Find anything</Radix.Title>
          <Finder {...{ onClose, onShowKeys }} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Finder({ onClose, onShowKeys }: Omit<PaletteProps, "isOpen">) {
  const id = useId();
  const [text, setText] = useState("");
  const [pointed, setPointed] = useState(0);
  const [recent] = useState(recentEntries);
  const asked = useDebounced(searchable(nameIn(text)), 120);
  const search = useQuery(searchQuery(asked));
  const mayRollBack = useMayAct("deployer");
  const follow = useFollowEntry({ onClose, onShowKeys });
  const hits = searchable(text) === "" ? [] : (search.data ?? []);
  const { data: environments = [] } = useQuery(environmentsQuery);
  const rollBackIn = mayRollBack ? environments.map(({ slug }) => slug) : [];
  const entries = entriesFor({ text, hits, recent, rollBackIn });
  const active = entries.length === 0 ? -1 : Math.min(pointed, entries.length - 1);

  function press(event: KeyboardEvent) {
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined && entries.length > 0) {
      event.preventDefault();
      setPointed((active + step + entries.length) % entries.length);
    }
    const chosen = entries[active];
    if (event.key === "Enter" && !event.nativeEvent.isComposing && chosen !== undefined) {
      event.preventDefault();
      follow(chosen);
    }
  }

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Icon
          name={search.isFetching ? "spinner" : "search"}
          className={`text-muted ${search.isFetching ? "animate-spin" : ""}`}
        />
        <input
          role="combobox"
          aria-label="Find a pipeline, environment, deploy, run, commit, screen or action"
          aria-expanded={entries.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active === -1 ? undefined : `${id}-${active}`}
          placeholder="A name, an id or a revision, “roll back …”"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={text}
          onKeyDown={press}
          onChange={(event) => {
            setText(event.target.value);
            setPointed(0);
          }}
          className="min-h-12 w-full bg-transparent text-base text-text outline-none placeholder:text-muted"
        />
        <kbd className="shrink-0 font-sans text-xs whitespace-nowrap text-muted">Esc</kbd>
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label="Found" className="min-h-0 overflow-y-auto py-1.5">
        {entries.map((entry: PaletteEntry, index) => (
          <Option
            key={entry.id}
            id={`${id}-${index}`}
            entry={entry}
            isActive={index === active}
            onPoint={() => setPointed(index)}
            onChoose={() => follow(entry)}
          />
        ))}
      </ul>
      <Outcome
        count={entries.length}
        isSearching={search.isFetching || asked !== searchable(nameIn(text))}
        error={search.error}
      />
    </>
  );
}

interface OutcomeProps {
  readonly count: number;
  readonly isSearching: boolean;
  readonly error: Error | null;
}

/** Says what came of the search: read out always, shown where the list does not say it. */
function Outcome({ count, isSearching, error }: OutcomeProps) {
  if (error !== null) {
    return (
      <p role="status" className="border-t border-line px-4 py-2 text-sm text-warn">
        Names and ids cannot be searched now: {describeProblem(error).detail}
      </p>
    );
  }
  if (isSearching && count === 0)
    return (
      <p role="status" className="px-4 pb-4 text-sm text-muted">
        Searching
      </p>
    );
  return (
    <p role="status" className={count > 0 ? "sr-only" : "px-4 pb-4 text-sm text-muted"}>
      {count > 0
        ? `${count} found`
        : "Nothing is called so. Ids and revisions are found by their first four characters."}
    </p>
  );
}
