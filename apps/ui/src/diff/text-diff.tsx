import { lazy, Suspense, useEffect, useMemo, useState } from "react";

import { Button, IconButton } from "../design/button.tsx";
import { EmptyState, Loading } from "../design/states.tsx";
import { useMedia } from "../design/use-media.ts";
import { untilLoaded } from "../loading/until-loaded.ts";
import { isTyping } from "../shell/page-keys.ts";
import { countChanges } from "./diff-chunks.ts";
import { compareLines } from "./diff-lines.ts";

const Lines = lazy(async () => ({
  default: (await untilLoaded(() => import("./text-diff-lines.tsx"))).TextDiffLines,
}));

export type DiffView = "split" | "unified";

export interface TextDiffProps {
  /** What differs, such as `hello in staging`; read out. */
  readonly label: string;
  /** `null` where the text does not exist. */
  readonly before: string | null;
  readonly after: string | null;
  readonly beforeTitle?: string;
  readonly afterTitle?: string;
  /** Beside each other or below each other; narrow screens always show them below each other. */
  readonly view?: DiffView;
  /** Writes the choice to the URL; without it the component remembers it itself. */
  readonly onView?: (view: DiffView) => void;
}

/**
 * What differs between two texts, line by line: `n` and `p` go to the next and previous change. Ten thousand lines stay
 * usable, because only what one looks at is drawn. Texts are shown as text, with unseen marks made visible.
 */
export function TextDiff(props: TextDiffProps) {
  const { label, before, after, beforeTitle = "Before", afterTitle = "After" } = props;
  const isNarrow = useMedia("(max-width: 767px)");
  const [own, setOwn] = useState<DiffView>("split");
  const [change, setChange] = useState<number | null>(null);
  const lines = useMemo(() => compareLines(before, after), [before, after]);
  const changes = countChanges(lines);
  const chosen = props.view ?? own;
  const view = isNarrow ? "unified" : chosen;
  useEffect(() => setChange(null), [lines]);
  useChangeKeys(changes, setChange);
  if (changes === 0)
    return (
      <EmptyState title="The texts are the same">{`${beforeTitle} and ${afterTitle} have the same lines.`}</EmptyState>
    );
  const choose = (next: DiffView) => (props.onView === undefined ? setOwn(next) : props.onView(next));
  return (
    <div className="overflow-hidden rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1 text-xs text-muted">
        <span>
          <span className="text-bad">− {beforeTitle}</span> <span aria-hidden="true">→</span>{" "}
          <span className="text-good">+ {afterTitle}</span>
        </span>
        <span aria-live="polite">
          {change === null
            ? `${changes} ${changes === 1 ? "change" : "changes"}`
            : `Change ${change + 1} of ${changes}`}
        </span>
        {lines.isCoarse && (
          <span>Too different to find all that stayed: some parts are shown as replaced.</span>
        )}
        <span className="ml-auto flex items-center gap-1">
          <IconButton
            icon="up"
            label="Previous change (p)"
            className="min-h-7"
            onClick={() => setChange((at) => step(at, -1, changes))}
          />
          <IconButton
            icon="down"
            label="Next change (n)"
            className="min-h-7"
            onClick={() => setChange((at) => step(at, 1, changes))}
          />
          {!isNarrow && (
            <Button
              look="quiet"
              className="min-h-7 text-xs"
              onClick={() => choose(view === "split" ? "unified" : "split")}
            >
              {view === "split" ? "Show below each other" : "Show side by side"}
            </Button>
          )}
        </span>
      </div>
      <Suspense fallback={<Loading what="the difference" lines={8} />}>
        <Lines label={`Difference of ${label}`} lines={lines} view={view} change={change} />
      </Suspense>
    </div>
  );
}

/** From the last change on to the first one again. */
function step(at: number | null, by: 1 | -1, count: number): number {
  if (at === null) return by === 1 ? 0 : count - 1;
  return (at + by + count) % count;
}

function useChangeKeys(count: number, setChange: (next: (at: number | null) => number | null) => void): void {
  useEffect(() => {
    if (count === 0) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "n") setChange((at) => step(at, 1, count));
      if (event.key === "p") setChange((at) => step(at, -1, count));
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [count, setChange]);
}
