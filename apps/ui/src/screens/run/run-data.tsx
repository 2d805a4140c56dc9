import { Panel } from "../../design/panel.tsx";
import { JsonTree } from "../../json/json-tree.tsx";
import { isEnded, type RunDetails } from "./run-queries.ts";

/** What went into a run and what came out of it. */
export function RunData({ run }: { readonly run: RunDetails }) {
  return (
    <div className="mb-4 grid gap-4 lg:grid-cols-2">
      <Panel title="Input">
        {run.erasedAt === null ? <JsonTree value={run.input} label="Input" /> : <Erased />}
      </Panel>
      <Panel title="Output">
        <Output run={run} />
      </Panel>
    </div>
  );
}

function Output({ run }: { readonly run: RunDetails }) {
  if (run.erasedAt !== null) return <Erased />;
  if (run.status === "completed") return <JsonTree value={run.output} label="Output" />;
  return (
    <p className="text-sm text-muted">
      {isEnded(run) ? "It ended without one." : "It comes when the run has completed."}
    </p>
  );
}

function Erased() {
  return <p className="text-sm text-muted">It was erased.</p>;
}
