import { PageHeader } from "../../design/page-header.tsx";

/** `/environments/$env/pipelines/$slug` */
export function PipelineScreen() {
  return <PageHeader title="Pipeline" />;
}
