import { PageHeader } from "../../design/page-header.tsx";

/** `/` */
export function MatrixScreen() {
  return <PageHeader title="Matrix" />;
}
