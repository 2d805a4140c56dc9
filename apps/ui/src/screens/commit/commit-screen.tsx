import { PageHeader } from "../../design/page-header.tsx";

/** `/commits/$sha` */
export function CommitScreen() {
  return <PageHeader title="Commit" />;
}
