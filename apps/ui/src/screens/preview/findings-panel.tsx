import { Icon } from "../../design/icon.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { CopyButton } from "../../design/short-id.tsx";

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix?: string;
}

export interface FindingsPanelProps {
  readonly findings: readonly Finding[];
  /** How many there are; the first are listed. */
  readonly count: number;
}

/** What is wrong, at the place where one mends it, with what to do. */
export function FindingsPanel({ findings, count }: FindingsPanelProps) {
  if (findings.length === 0) return null;
  return (
    <Panel title={`${count} ${count === 1 ? "finding" : "findings"}`} isFlush className="mb-4">
      <ul className="m-0 list-none divide-y divide-line p-0">
        {findings.map((finding, index) => (
          <Found key={index} finding={finding} />
        ))}
      </ul>
      {count > findings.length && (
        <p className="m-0 border-t border-line px-4 py-2 text-sm text-muted">
          The first {findings.length} of {count}. <code>lockstep validate</code> lists all of them.
        </p>
      )}
    </Panel>
  );
}

function Found({ finding }: { readonly finding: Finding }) {
  const { code, severity, file, line, column, message, fix } = finding;
  const isError = severity === "error";
  const place = `${file}:${line}:${column}`;
  return (
    <li className="flex items-start gap-2 px-4 py-2 text-sm">
      <Icon
        name={isError ? "refused" : "warning"}
        className={`mt-0.5 ${isError ? "text-bad" : "text-warn"}`}
      />
      <div className="min-w-0 flex-1">
        <div>
          <span className="sr-only">{isError ? "Error: " : "Warning: "}</span>
          <Sentence text={message} />
        </div>
        {fix !== undefined && (
          <div className="text-muted">
            <Sentence text={fix} />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
          <span className="inline-flex items-center gap-0.5 font-mono">
            <PlainText text={place} />
            <CopyButton text={place} what="the place" />
          </span>
          <span>{code}</span>
        </div>
      </div>
    </li>
  );
}
