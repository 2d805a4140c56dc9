import { Link } from "@tanstack/react-router";

import { PageHeader } from "../design/page-header.tsx";

/** For addresses that no screen has. */
export function NotFound() {
  return (
    <PageHeader title="There is no such page">
      <Link to="/" className="text-accent underline">
        Go to all pipelines
      </Link>
    </PageHeader>
  );
}
