import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { Button } from "../design/button.tsx";
import { QueryView } from "../design/query-view.tsx";
import { EmptyState, Loading } from "../design/states.tsx";
import { untilLoaded } from "../loading/until-loaded.ts";
import type { DetailSearch } from "./detail-search.ts";
import { TextDiff } from "./text-diff.tsx";

const DagDiff = lazy(async () => ({
  default: (await untilLoaded(() => import("../dag/dag-diff.tsx"))).DagDiff,
}));

interface ManifestSide {
  readonly version: string;
  /** `null` when it is too long for a page. */
  readonly text: string | null;
  readonly definition?: unknown;
}

/** Both sides of a changed pipeline. */
interface ManifestPair {
  readonly before: ManifestSide | null;
  readonly after: ManifestSide | null;
}

export interface ManifestQuery {
  readonly queryKey: readonly unknown[];
  readonly queryFn: () => Promise<ManifestPair>;
}

export interface ManifestDetailProps {
  /** The pipeline, as people name it. */
  readonly label: string;
  /** Whether this is the change that the address names. */
  readonly isChosen: boolean;
  readonly search: DetailSearch;
  /** Writes to the address; fields that are `undefined` are taken out of it. */
  readonly onSearch: (change: {
    readonly [Field in keyof DetailSearch]?: DetailSearch[Field] | undefined;
  }) => void;
  /** The value of `pipeline` in the address. */
  readonly name: string;
  /** Fetches both sides, once somebody looks. */
  readonly query: ManifestQuery;
}

/** Both sides of one changed pipeline as text or as graph, when somebody asks. */
export function ManifestDetail({ label, isChosen, search, onSearch, name, query }: ManifestDetailProps) {
  const show = isChosen ? search.show : undefined;
  const choose = (next: "text" | "graph") =>
    onSearch({
      pipeline: show === next ? undefined : name,
      show: show === next ? undefined : next,
      step: undefined,
    });
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        {(["text", "graph"] as const).map((one) => (
          <Button
            key={one}
            aria-pressed={show === one}
            className="min-h-7 py-0.5 text-xs aria-pressed:border-accent aria-pressed:text-accent"
            onClick={() => choose(one)}
          >
            {one === "text" ? "Text" : "Graph"}
          </Button>
        ))}
      </div>
      {show !== undefined && <Shown {...{ label, search, onSearch, query, show }} />}
    </div>
  );
}

interface ShownProps extends Pick<ManifestDetailProps, "label" | "search" | "onSearch" | "query"> {
  readonly show: "text" | "graph";
}

function Shown({ label, search, onSearch, query, show }: ShownProps) {
  const found = useQuery({ ...query, staleTime: Infinity });
  return (
    <QueryView query={found} what={`both sides of ${label}`}>
      {({ before, after }) =>
        show === "text" ? (
          <Texts {...{ label, search, onSearch, before, after }} />
        ) : (
          <Suspense fallback={<Loading what="the graph" />}>
            <DagDiff
              before={before?.definition ?? null}
              after={after?.definition ?? null}
              side={search.side ?? "diff"}
              onSide={(side) => onSearch({ side })}
              isAll={search.all === "yes"}
              onAll={(isAll) => onSearch({ all: isAll ? "yes" : undefined })}
              form={search.form ?? "graph"}
              onForm={(form) => onSearch({ form })}
              selected={search.step ?? null}
              onSelect={(step) => onSearch({ step: step ?? undefined })}
            />
          </Suspense>
        )
      }
    </QueryView>
  );
}

type TextsProps = Pick<ManifestDetailProps, "label" | "search" | "onSearch"> & ManifestPair;

function Texts({ label, search, onSearch, before, after }: TextsProps) {
  if (before?.text === null || after?.text === null)
    return (
      <EmptyState title="The manifest is longer than 1 MiB">
        It is too long to be compared here: <code>git diff</code> shows it.
      </EmptyState>
    );
  return (
    <TextDiff
      label={label}
      before={before?.text ?? null}
      after={after?.text ?? null}
      beforeTitle={before?.version ?? "Nothing"}
      afterTitle={after?.version ?? "Nothing"}
      view={search.view ?? "split"}
      onView={(view) => onSearch({ view })}
    />
  );
}
