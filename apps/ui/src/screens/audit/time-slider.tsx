import { useEffect, useState } from "react";

import { Button, IconButton } from "../../design/button.tsx";
import { TextField } from "../../design/field.tsx";
import { describeInstant } from "../../design/time.tsx";
import { toLocalInput } from "../../design/to-local-input.ts";

export interface TimeSliderProps {
  /** The chosen instant; `null` is now. */
  readonly at: string | null;
  /** Milliseconds since 1970 of the earliest instant. */
  readonly from: number;
  /** Instants at which something was applied, newest first: the arrows go from one to the next. */
  readonly stops: readonly string[];
  readonly onChoose: (at: string | null) => void;
}

const minuteMs = 60_000;

/** Chooses an instant: by dragging, by typing, or from deploy to deploy. */
export function TimeSlider({ at, from, stops, onChoose }: TimeSliderProps) {
  const until = Math.ceil(Date.now() / minuteMs) * minuteMs;
  const chosen = at === null ? until : Date.parse(at);
  // Kept here until nothing moved for a moment: the address follows too late for a field that is typed into.
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? chosen;
  useEffect(() => {
    if (dragged === null) return undefined;
    const timer = setTimeout(() => {
      setDragged(null);
      onChoose(dragged >= Date.now() ? null : new Date(dragged).toISOString());
    }, 150);
    return () => clearTimeout(timer);
  }, [dragged, onChoose]);
  const earlier = stops.find((stop) => Date.parse(stop) < chosen);
  const later = stops.findLast((stop) => Date.parse(stop) > chosen);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <TextField
        label="Instant"
        type="datetime-local"
        step={1}
        fieldClassName="w-56"
        value={toLocalInput(shown, "second")}
        max={toLocalInput(until, "second")}
        hint={Intl.DateTimeFormat().resolvedOptions().timeZone}
        onChange={({ target: { value } }) => {
          const typed = Date.parse(value);
          if (!Number.isNaN(typed)) setDragged(typed);
        }}
      />
      <div className="flex min-w-48 flex-1 items-center gap-2 pb-6">
        <IconButton
          icon="chevron"
          label="To the deploy before"
          className="rotate-180"
          disabled={earlier === undefined}
          onClick={() => earlier !== undefined && onChoose(earlier)}
        />
        <input
          type="range"
          aria-label="What ran when"
          aria-valuetext={
            at === null && dragged === null ? "Now" : describeInstant(new Date(shown).toISOString())
          }
          min={Math.floor(from / minuteMs) * minuteMs}
          max={until}
          step={minuteMs}
          value={Math.min(shown, until)}
          onChange={({ target: { value } }) => setDragged(Number(value))}
          className="h-8 w-full accent-accent"
        />
        <IconButton
          icon="chevron"
          label="To the deploy after"
          disabled={later === undefined}
          onClick={() => later !== undefined && onChoose(later)}
        />
        <Button disabled={at === null} onClick={() => onChoose(null)}>
          Now
        </Button>
      </div>
    </div>
  );
}
