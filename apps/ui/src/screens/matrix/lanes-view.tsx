import { useQuery } from "@tanstack/react-query";

import { QueryView } from "../../design/query-view.tsx";
import { NoEnvironments } from "../../environments/no-environments.tsx";
import { LaneColumn } from "./lane-column.tsx";
import { lanesQuery } from "./overview-queries.ts";

/** Lanes side by side by the promotion ladder: which commits came how far, and what holds the next one up. */
export function LanesView() {
  const lanes = useQuery(lanesQuery);
  return (
    <QueryView query={lanes} what="lanes" lines={10}>
      {(found) =>
        found.length === 0 ? (
          <NoEnvironments />
        ) : (
          <div
            role="region"
            aria-label="Lanes"
            tabIndex={0}
            className="overflow-x-auto rounded-lg border border-line bg-surface"
          >
            <ol
              className="grid max-sm:block"
              style={{
                gridTemplateColumns: `repeat(${found.length}, minmax(15rem, 1fr))`,
              }}
            >
              {found.map((lane) => (
                <LaneColumn key={lane.environment} lane={lane} />
              ))}
            </ol>
          </div>
        )
      }
    </QueryView>
  );
}
