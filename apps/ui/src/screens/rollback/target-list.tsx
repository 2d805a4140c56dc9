import { subjectOf } from "../../deploys/commit-line.tsx";
import type { DeploySummary } from "../../deploys/deploy-queries.ts";
import { Button } from "../../design/button.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Time } from "../../design/time.tsx";

export interface TargetListProps {
  readonly targets: readonly DeploySummary[];
  /** The deploy in force; it is shown and cannot be chosen. */
  readonly inForce: string | null;
  readonly selected: string | undefined;
  readonly onSelect: (deploy: string) => void;
  /** `null` when everything is shown. */
  readonly onMore: (() => void) | null;
}

/** What one can go back to, newest first. */
export function TargetList({ targets, inForce, selected, onSelect, onMore }: TargetListProps) {
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className="sr-only">Go back to</legend>
      {targets.map(({ id, revision, message, author, updatedAt, changes, intent }) => {
        const isInForce = id === inForce;
        return (
          <label
            key={id}
            className={`flex min-h-11 items-start gap-3 border-b border-line px-4 py-2 last:border-b-0 has-checked:bg-accent-soft ${isInForce ? "" : "cursor-pointer hover:bg-sunken"}`}
          >
            <input
              type="radio"
              name="target"
              className="mt-1 size-4 accent-accent"
              disabled={isInForce}
              checked={id === selected}
              onChange={() => onSelect(id)}
            />
            <span className="min-w-0 flex-1">
              <span className="block">
                <PlainText isInControl text={subjectOf(message)} limit={120} />
              </span>
              <span className="block text-xs text-muted">
                <ShortId id={revision} /> by <PlainText isInControl text={author} limit={60} />, applied{" "}
                <Time at={updatedAt} />, {changes === 1 ? "1 change" : `${changes} changes`}
                {intent === "rollback" && ", itself a rollback"}
                {isInForce && ", in force now"}
              </span>
            </span>
          </label>
        );
      })}
      {onMore !== null && (
        <div className="p-2">
          <Button look="quiet" onClick={onMore}>
            Show more deploys
          </Button>
        </div>
      )}
    </fieldset>
  );
}
