import { PageHeader } from "../../design/page-header.tsx";

/** `/promotions` */
export function PromotionsScreen() {
  return <PageHeader title="Promotions" />;
}
