import { Link } from "@tanstack/react-router";

import { PageHeader } from "../design/page-header.tsx";

/** For addresses that no screen has. */
export function NotFound() {
  return (
    <PageHeader title="There is no such page">
      <Link to="/" className="text-link">
        Go to all pipelines
      </Link>
    </PageHeader>
  );
}
