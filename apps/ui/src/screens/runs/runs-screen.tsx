import { PageHeader } from "../../design/page-header.tsx";

/** `/runs` */
export function RunsScreen() {
  return <PageHeader title="Runs" />;
}
