import { PageHeader } from "../../design/page-header.tsx";

/** `/audit` */
export function AuditScreen() {
  return <PageHeader title="Audit" />;
}
