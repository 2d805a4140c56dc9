import { PageHeader } from "../../design/page-header.tsx";

/** `/access` */
export function AccessScreen() {
  return <PageHeader title="Access" />;
}
