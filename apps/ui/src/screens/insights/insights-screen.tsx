import { PageHeader } from "../../design/page-header.tsx";

/** `/insights` */
export function InsightsScreen() {
  return <PageHeader title="Insights" />;
}
