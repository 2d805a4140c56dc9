import { Failure, type PromotionItem } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { OpenedPromotionView, PromotionAnswer } from "../org/responses.ts";
import { openedPromotionLines, promotionLines } from "../printing/promotion-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { confirm } from "../prompting/confirm.ts";
import { listPromotions } from "./list-promotions.ts";

interface Options {
  readonly only?: readonly string[];
  readonly dryRun?: true;
  readonly reason?: string;
  readonly yes?: true;
}

/** As many rows are shown; the pull request tells more. */
const mostItems = 1_000;

/** Shows a promotion, asks, and opens its pull request. */
export async function promote(
  cli: Invocation,
  [from, to]: [string | undefined, string | undefined],
  options: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  if (from === undefined) return listPromotions(cli, org);
  if (to === undefined) throw wrongUse("Name both environments: lockstep promote <from> <to>.");
  const { promotion, items } = await fetchPromotion(org, from, to);
  const chosen = choose(items, options.only);
  const show = () => promotionLines({ promotion, items: chosen }, cli.world.clock);
  const hasNothing = chosen.every(({ kind }) => kind === "behind") && options.only === undefined;
  if (hasNothing || options.dryRun === true) {
    cli.output.present({ promotion, items: chosen }, show);
    return exitCodes.done;
  }
  cli.output.lines(...show(), "");
  await assertMeant(cli, options, `Open the pull request from ${from} to ${to}?`);
  const { only, reason } = options;
  const body = { ...(only === undefined ? {} : { only }), ...(reason === undefined ? {} : { reason }) };
  const answer = await org.post<{ readonly opened: OpenedPromotionView }>(
    apiPath("promotions", from, to),
    body,
  );
  cli.output.present({ promotion, items: chosen, ...answer }, () => openedPromotionLines(answer.opened));
  return exitCodes.done;
}

async function fetchPromotion(org: OrgClient, from: string, to: string) {
  const path = apiPath("promotions", from, to);
  const { promotion } = await org.fetch<PromotionAnswer>(path, { limit: 1 });
  const { items } = await fetchItems<PromotionItem>(org, path, { limit: mostItems });
  return { promotion, items };
}

function choose(items: readonly PromotionItem[], only: readonly string[] | undefined) {
  return only === undefined ? items : items.filter(({ slug }) => only.includes(slug));
}

async function assertMeant(cli: Invocation, { yes }: Options, question: string): Promise<void> {
  if (yes === true) return;
  if (cli.output.isJson || cli.world.stdin.isTTY !== true)
    throw wrongUse("Without a terminal nobody can be asked: say --yes, or --dry-run to look only.");
  if (await confirm(cli.world, question)) return;
  throw new Failure("cancelled", "Nothing was opened.");
}
