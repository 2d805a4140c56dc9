import { PageHeader } from "../../design/page-header.tsx";

/** `/compare` */
export function CompareScreen() {
  return <PageHeader title="Compare" />;
}
