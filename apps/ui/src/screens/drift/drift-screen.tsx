import { PageHeader } from "../../design/page-header.tsx";

/** `/drift` */
export function DriftScreen() {
  return <PageHeader title="Drift" />;
}
