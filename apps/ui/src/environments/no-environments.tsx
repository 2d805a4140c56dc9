import { EmptyState } from "../design/states.tsx";

/** For screens that are about environments while the repository has none. */
export function NoEnvironments() {
  return (
    <EmptyState title="There are no environments yet">
      <p>
        Write one with <code className="font-mono">lockstep init</code>, commit it to the control branch and
        push.
      </p>
    </EmptyState>
  );
}
