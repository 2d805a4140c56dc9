import { Icon } from "../design/icon.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { Sentence } from "../design/sentence.tsx";

export interface ShownProblem {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly fix?: string | undefined;
}

/** What is wrong, at a place that a person can go to, and how to mend it. */
export function ProblemList({ problems }: { readonly problems: readonly ShownProblem[] }) {
  return (
    <ul aria-label="Problems" className="list-none space-y-2 p-0 text-sm">
      {problems.map((problem) => (
        <li key={keyOf(problem)} className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <Icon
              name={problem.severity === "error" ? "cross" : "warning"}
              className={`self-center ${problem.severity === "error" ? "text-bad" : "text-warn"}`}
            />
            <span className="sr-only">{problem.severity}</span>
            <code className="font-mono text-xs">
              <PlainText text={placeOf(problem)} limit={200} />
            </code>
            <code className="font-mono text-xs text-muted">{problem.code}</code>
          </p>
          <p className="pl-6">
            <Sentence text={problem.message} />
          </p>
          {problem.fix !== undefined && (
            <p className="pl-6 text-muted">
              <span className="font-medium text-text">Fix:</span> <Sentence text={problem.fix} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function keyOf({ code, file, line, column, path, message }: ShownProblem): string {
  return [code, file, line, column, path, message].join(" ");
}

/** `file:line:column`, as editors take it. */
function placeOf({ file, line, column, path }: ShownProblem): string {
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  return path === "" ? place : `${place} ${path}`;
}
