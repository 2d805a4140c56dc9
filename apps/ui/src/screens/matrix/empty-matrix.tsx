import { Link } from "@tanstack/react-router";

import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/states.tsx";

const code = "rounded-sm bg-sunken px-1 font-mono text-[0.92em]";

/** Nothing runs anywhere yet: how a first pipeline comes in. */
export function NoPipelines() {
  return (
    <EmptyState title="No pipeline runs yet">
      <p>
        In your repository, run <code className={code}>lockstep init</code>. It writes a first pipeline and an
        environment.
      </p>
      <p>
        Commit and push: <code className={code}>git add . && git commit && git push</code>. Merged is
        deployed, and it appears here by itself.
      </p>
      <p>
        Pushed already?{" "}
        <Link to="/system" className="text-link">
          See whether Lockstep reads the repository
        </Link>
        .
      </p>
    </EmptyState>
  );
}

/** There are pipelines, but none that the filters ask for. */
export function NoneFits({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState title="No pipeline fits these filters">
      <p>Take one filter away, or all of them.</p>
      <Button onClick={onClear}>Clear all filters</Button>
    </EmptyState>
  );
}
