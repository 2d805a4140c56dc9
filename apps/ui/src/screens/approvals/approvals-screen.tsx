import { PageHeader } from "../../design/page-header.tsx";

/** `/approvals` */
export function ApprovalsScreen() {
  return <PageHeader title="Approvals" />;
}
