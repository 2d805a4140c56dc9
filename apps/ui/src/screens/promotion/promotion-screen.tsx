import { PageHeader } from "../../design/page-header.tsx";

/** `/promotions/$from/$to` */
export function PromotionScreen() {
  return <PageHeader title="Promotion" />;
}
