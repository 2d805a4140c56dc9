import { useQuery } from "@tanstack/react-query";

import { Icon } from "../../design/icon.tsx";
import { runStatuses } from "../../design/statuses.ts";
import { toneText } from "../../design/tone.ts";
import { filterOf, runCountsQuery } from "./runs-queries.ts";
import { type RunsSearch, type RunState, runStates } from "./runs-search.ts";

interface RunCountsProps {
  readonly search: RunsSearch;
  readonly onChange: (states: readonly RunState[] | undefined) => void;
}

/** How many runs are in each state; a press shows only those, another one shows all again. */
export function RunCounts({ search, onChange }: RunCountsProps) {
  const { data } = useQuery(runCountsQuery(filterOf(search)));
  const chosen = search.state ?? [];
  const toggle = (state: RunState) => {
    const next = chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state];
    onChange(next.length === 0 ? undefined : runStates.filter((one) => next.includes(one)));
  };
  return (
    <div role="group" aria-label="Filter by state" className="flex flex-wrap gap-1.5">
      {runStates.map((state) => {
        const { word, icon, tone } = runStatuses[state];
        const count = data?.states[state];
        return (
          <button
            key={state}
            type="button"
            aria-pressed={chosen.includes(state)}
            onClick={() => toggle(state)}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 text-sm hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <Icon name={icon} className={`size-3.5 ${toneText[tone]}`} />
            {word}{" "}
            <span className="font-medium">{count === undefined ? "–" : count.toLocaleString("en")}</span>
          </button>
        );
      })}
      {data?.isCut === true && (
        <span className="self-center text-xs text-muted">of the newest 10,000 runs of each environment</span>
      )}
    </div>
  );
}
