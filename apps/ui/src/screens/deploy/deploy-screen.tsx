import { PageHeader } from "../../design/page-header.tsx";

/** `/deploys/$id` */
export function DeployScreen() {
  return <PageHeader title="Deploy" />;
}
