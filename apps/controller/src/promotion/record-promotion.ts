import { canonicalJson, type JsonObject, type PromotionDifference, type PullRequest } from "@lockstep/model";

import type { PromotionDeps } from "./promotion-deps.ts";
import type { Survey } from "./survey-pair.ts";

/** More are counted only: an entry stays readable. */
const mostPipelines = 500;
/** As many of the newest entries are looked through for the same promotion. */
const newest = 100;

interface Opened {
  readonly survey: Survey;
  readonly pullRequest: PullRequest;
  readonly promoted: readonly PromotionDifference[];
}

/** Writes down, once, that somebody opened a promotion: in the upper environment's chain, and for those who listen. */
export async function recordPromotion({ store }: PromotionDeps, opened: Opened): Promise<void> {
  const body = bodyOf(opened);
  if (await isRecorded(store, body)) return;
  const environment = body.to;
  await store.ledger.append([{ environment, kind: "promotion-opened", deploy: null, body }]);
  const { from, to, revision, pullRequest, count } = body;
  await store.events.append([
    {
      name: "promotion.opened",
      environment,
      body: { from, to, revision, pullRequest, count, actor: body.actor },
    },
  ]);
}

function bodyOf({ survey: { request, lower }, pullRequest, promoted }: Opened) {
  const { number, url, head } = pullRequest;
  const body = {
    actor: { ...request.actor },
    reason: request.reason,
    because: `${request.to} is to take over what is in force in ${request.from}`,
    from: request.from,
    to: request.to,
    revision: lower.revision,
    pullRequest: { number, url, head: head.branch },
    count: promoted.length,
    pipelines: promoted.slice(0, mostPipelines).map(({ slug, from, to }) => ({
      slug,
      version: from?.version ?? null,
      before: to?.content ?? null,
      after: from?.content ?? null,
    })),
  };
  return body satisfies JsonObject;
}

/** The same pull request for the same contents: somebody asked again, or the answer to an attempt was lost. */
async function isRecorded(
  store: PromotionDeps["store"],
  { to, pullRequest, pipelines }: ReturnType<typeof bodyOf>,
): Promise<boolean> {
  const filter = {
    chains: [to],
    kinds: ["promotion-opened" as const],
    deploy: null,
    actor: null,
    since: null,
    until: null,
  };
  const { items } = await store.ledger.search(filter, { limit: newest, cursor: null });
  const wanted = canonicalJson([pullRequest, pipelines]);
  return items.some(
    ({ body }) => canonicalJson([body["pullRequest"] ?? null, body["pipelines"] ?? null]) === wanted,
  );
}
