import type { Promotion } from "@lockstep/model";

import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import { promotionTable } from "../printing/promotion-table.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

/** Prints every pair of environments that promotes, and how far the upper one is behind. */
export async function listPromotions({ output }: Invocation, org: OrgClient): Promise<ExitCode> {
  const { items } = await fetchItems<Promotion>(org, "/promotions", { limit: 1_000 });
  output.present({ promotions: items }, () => promotionTable(items));
  return exitCodes.done;
}
