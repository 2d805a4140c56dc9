import { PageHeader } from "../../design/page-header.tsx";

/** `/environments/$env/rollback` */
export function RollbackScreen() {
  return <PageHeader title="Rollback" />;
}
