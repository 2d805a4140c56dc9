import { PageHeader } from "../../design/page-header.tsx";

/** `/environments/$env/preview` */
export function PreviewScreen() {
  return <PageHeader title="Preview" />;
}
