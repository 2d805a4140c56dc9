import { PageHeader } from "../../design/page-header.tsx";

/** `/system` */
export function SystemScreen() {
  return <PageHeader title="System" />;
}
