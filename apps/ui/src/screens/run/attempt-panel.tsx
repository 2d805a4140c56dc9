import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { Button, IconButton } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { statusOf, stepStatuses } from "../../design/statuses.ts";
import { Fact, Facts } from "../../design/table.tsx";
import { describeDuration, Instant, Time } from "../../design/time.tsx";
import { JsonTree } from "../../json/json-tree.tsx";
import { ErrorNote } from "./error-note.tsx";
import { Logs } from "./logs.tsx";
import { type Attempt, attemptQuery, outputQuery, type RunDetails } from "./run-queries.ts";
import type { AttemptName, LogLevel } from "./run-search.ts";

interface AttemptPanelProps {
  readonly run: RunDetails;
  readonly name: AttemptName;
  readonly level: LogLevel | undefined;
  readonly onClose: () => void;
}

/** One attempt: how it stands, what it gave, what it wrote. */
export function AttemptPanel({ run, name, level, onClose }: AttemptPanelProps) {
  const query = useQuery(attemptQuery(run, name));
  const { step, item, attempt } = name;
  return (
    <Panel
      title={`${step}${item >= 0 ? `, item ${item}` : ""}${attempt > 1 ? `, try ${attempt}` : ""}`}
      actions={<IconButton icon="cross" label="Close the attempt" onClick={onClose} />}
      className="mb-4"
    >
      <QueryView query={query} what="the attempt" lines={4}>
        {(found) =>
          found === null ? (
            <EmptyState title="There is no such attempt">
              <p>It may not have begun yet. Choose another one above.</p>
            </EmptyState>
          ) : (
            <div className="grid gap-4 lg:grid-cols-2">
              <div className="min-w-0 space-y-3">
                <AttemptFacts attempt={found} />
                {found.error !== null && <ErrorNote error={found.error} />}
                <Output run={run.id} attempt={found} isErased={run.erasedAt !== null} />
              </div>
              <div className="min-w-0">
                <h3 className="mb-1 text-sm">Log of {step}</h3>
                <Logs run={run} filter={{ step, level }} />
              </div>
            </div>
          )
        }
      </QueryView>
    </Panel>
  );
}

function AttemptFacts({ attempt }: { readonly attempt: Attempt }) {
  const { status, startedAt, endedAt, retryAt, usage, waitsFor, repliedBy, repliedAt } = attempt;
  return (
    <Facts>
      <Fact name="State">
        <StatusBadge status={statusOf(stepStatuses, status)} />
      </Fact>
      {startedAt !== null && (
        <Fact name="Began">
          <Instant at={startedAt} />
        </Fact>
      )}
      {startedAt !== null && endedAt !== null && (
        <Fact name="Took">{describeDuration(Date.parse(endedAt) - Date.parse(startedAt))}</Fact>
      )}
      {retryAt !== null && endedAt === null && (
        <Fact name={waitsFor === null ? "Goes on" : "Waits until"}>
          <Time at={retryAt} />
        </Fact>
      )}
      {waitsFor?.kind === "person" && (
        <Fact name="Asks">
          <PlainText text={waitsFor.prompt} />
        </Fact>
      )}
      {waitsFor?.kind === "run" && (
        <Fact name="Called">
          <Link to="/runs/$id" params={{ id: waitsFor.run }} className="text-link">
            another run
          </Link>
        </Fact>
      )}
      {repliedBy !== null && (
        <Fact name="Answered by">
          <PlainText text={repliedBy} limit={100} /> {repliedAt !== null && <Time at={repliedAt} />}
        </Fact>
      )}
      {usage !== null && (
        <Fact name="Tokens">
          {usage.inputTokens.toLocaleString("en")} in, {usage.outputTokens.toLocaleString("en")} out
        </Fact>
      )}
    </Facts>
  );
}

interface OutputProps {
  readonly run: string;
  readonly attempt: Attempt;
  readonly isErased: boolean;
}

function Output({ run, attempt, isErased }: OutputProps) {
  const [isWanted, setWanted] = useState(false);
  const query = useQuery({ ...outputQuery(run, attempt), enabled: isWanted });
  if (isErased) return <p className="text-sm text-muted">What it gave was erased.</p>;
  if (attempt.status !== "completed") return null;
  return (
    <section>
      <h3 className="mb-1 text-sm">Output</h3>
      {!attempt.isOutputOmitted && <JsonTree value={attempt.output} label="Output" />}
      {attempt.isOutputOmitted && !isWanted && (
        <Button onClick={() => setWanted(true)}>Show {describeBytes(attempt.outputBytes)}</Button>
      )}
      {attempt.isOutputOmitted && isWanted && (
        <QueryView query={query} what="the output" lines={3}>
          {(output) => <JsonTree value={output} label="Output" />}
        </QueryView>
      )}
    </section>
  );
}

/** A size, such as `12 kB`. */
function describeBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
