import { Link } from "@tanstack/react-router";

import { EmptyState } from "../design/states.tsx";

/** For addresses that no screen has. */
export function NotFound() {
  return (
    <EmptyState title="There is no such page">
      <p>
        <Link to="/" className="text-accent underline">
          Go to all pipelines
        </Link>
        , or press Ctrl K to find what you look for.
      </p>
    </EmptyState>
  );
}
