import { Icon } from "../../design/icon.tsx";
import { type Status, statusOf } from "../../design/statuses.ts";
import { toneClasses, toneText } from "../../design/tone.ts";

export interface StateChipsProps<Word extends string> {
  /** The axis: `Sync` or `Health`. */
  readonly title: string;
  readonly words: readonly Word[];
  readonly statuses: Readonly<Record<Word, Status>>;
  /** How many cells there are of each. */
  readonly counts: Readonly<Record<string, number>> | undefined;
  readonly chosen: readonly Word[];
  /** The new choice; empty is everything. */
  readonly onChoose: (words: readonly Word[]) => void;
}

/** How many cells there are of each state of one axis; pressing one shows only pipelines with such cells. */
export function StateChips<Word extends string>(props: StateChipsProps<Word>) {
  const { title, words, statuses, counts, chosen, onChoose } = props;
  const shown = words.filter((word) => (counts?.[word] ?? 0) > 0 || chosen.includes(word));
  const toggle = (word: Word) =>
    onChoose(chosen.includes(word) ? chosen.filter((one) => one !== word) : [...chosen, word]);
  return (
    <div
      role="group"
      aria-label={`${title}: filter`}
      className="flex min-w-0 items-center gap-1 max-sm:overflow-x-auto sm:flex-wrap"
    >
      <span aria-hidden="true" className="mr-1 shrink-0 text-xs text-muted max-sm:w-10">
        {title}
      </span>
      {counts === undefined && <span className="h-6 w-40 animate-pulse rounded-full bg-sunken" />}
      {shown.map((word) => {
        const status = statusOf(statuses, word);
        const isChosen = chosen.includes(word);
        return (
          <button
            key={word}
            type="button"
            aria-pressed={isChosen}
            onClick={() => toggle(word)}
            className={`inline-flex min-h-6 shrink-0 items-center gap-1 rounded-full border px-2 text-xs whitespace-nowrap ${isChosen ? `border-current font-medium ${toneClasses[status.tone]}` : "border-line bg-surface text-text hover:bg-sunken"}`}
          >
            <Icon name={status.icon} className={`size-3 ${toneText[status.tone]}`} />
            {status.word}{" "}
            <span className={`tabular-nums ${isChosen ? "" : "text-muted"}`}>
              {(counts?.[word] ?? 0).toLocaleString("en")}
            </span>
          </button>
        );
      })}
    </div>
  );
}
