import { Icon } from "../design/icon.tsx";
import { toneText } from "../design/tone.ts";
import { type Progress, stagesOf } from "./progress.ts";

/** How far a deploy has come: planned, gates, applied, verified. Changes as it moves. */
export function DeployProgress({ answer }: { readonly answer: Progress }) {
  return (
    <ol aria-label="Progress" className="flex list-none flex-wrap items-center gap-x-1.5 gap-y-1 p-0 text-sm">
      {stagesOf(answer).map(({ name, status }, index) => (
        <li key={name} className="flex items-center gap-1.5">
          {index > 0 && <span aria-hidden="true" className="h-px w-6 bg-line-strong max-sm:w-3" />}
          <span
            className={`inline-flex items-center gap-1 ${toneText[status.tone]}`}
            title={`${name}: ${status.word}`}
          >
            <Icon name={status.icon} className={status.icon === "spinner" ? "animate-spin" : ""} />
            {name}
            <span className="sr-only">: {status.word}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
