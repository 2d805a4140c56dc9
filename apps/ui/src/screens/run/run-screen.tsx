import { PageHeader } from "../../design/page-header.tsx";

/** `/runs/$id` */
export function RunScreen() {
  return <PageHeader title="Run" />;
}
