import { ProblemList } from "../../deploys/problem-list.tsx";
import { Panel } from "../../design/panel.tsx";
import type { Environment } from "../../environments/environment-queries.ts";

/** What is wrong with what git says: where, and how to mend it. */
export function EnvironmentProblems({ environment: { problems } }: { readonly environment: Environment }) {
  if (problems.length === 0) return null;
  return (
    <Panel title={problems.length === 1 ? "1 problem" : `${problems.length} problems`}>
      <ProblemList problems={problems} />
      <p className="mt-3 text-sm text-muted">
        Nothing of that commit is applied; everything before it keeps running. Push a commit that mends it.
      </p>
    </Panel>
  );
}
