import { Icon } from "../../design/icon.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { toneClasses } from "../../design/tone.ts";
import { JsonTree } from "../../json/json-tree.tsx";
import type { RunDetails } from "./run-queries.ts";

/** What went wrong: its kind, in words, and the facts. */
export function ErrorNote({ error }: { readonly error: NonNullable<RunDetails["error"]> }) {
  return (
    <div className={`rounded-md px-3 py-2 text-sm ${toneClasses.bad}`}>
      <p className="flex gap-2">
        <Icon name="cross" className="mt-0.5" />
        <span className="min-w-0">
          <strong className="font-medium">{error.type}</strong>
          {error.step !== undefined && <> in {error.step}</>}:{" "}
          <PlainText text={error.message} limit={300} className="whitespace-pre-wrap" />
        </span>
      </p>
      {error.details !== undefined && error.details !== null && (
        <div className="mt-2 rounded bg-surface p-2 text-text">
          <JsonTree value={error.details} label="Details of the error" />
        </div>
      )}
    </div>
  );
}
