import { PageHeader } from "../../design/page-header.tsx";

/** `/environments/$env` */
export function EnvironmentScreen() {
  return <PageHeader title="Environment" />;
}
