import type { ForgeCheck, JsonObject, MergeEvidence, PeopleStore } from "@lockstep/model";

type People = Pick<PeopleStore, "remember">;

/** The most of each list that goes into a record. */
const mostReviews = 100;
const mostChecks = 200;
const longestText = 200;

/** How a commit came in, for a deploy record: accounts stand in it by the id of their erasable row. */
export async function describeEvidence(
  people: People,
  { pullRequest, reviews, checks }: MergeEvidence,
): Promise<JsonObject> {
  const { number, url, title, isFork, head, base, mergeRevision, mergedAt } = pullRequest;
  return {
    pullRequest: {
      number,
      url,
      title: title.slice(0, longestText),
      isFork,
      head: head.revision,
      base: base.branch,
      mergeRevision,
      author: await rememberAccount(people, pullRequest.author),
      mergedBy: await rememberAccount(people, pullRequest.mergedBy),
      mergedAt,
    },
    reviews: await inTurn(reviews.slice(0, mostReviews), async ({ reviewer, verdict, revision, at }) => ({
      reviewer: await rememberAccount(people, reviewer),
      verdict,
      revision,
      at,
    })),
    checks: await inTurn(checks.slice(0, mostChecks), (check) => describeCheck(people, check)),
  };
}

async function describeCheck(
  people: People,
  { name, outcome, reporter, at }: ForgeCheck,
): Promise<JsonObject> {
  const isAccount = reporter?.includes(":") === true;
  const who = isAccount ? await rememberAccount(people, reporter) : reporter;
  return { name: name.slice(0, longestText), outcome, reporter: who, at };
}

/** An identity such as `github:ada` takes the place of the address. */
async function rememberAccount(people: People, identity: string | null): Promise<string | null> {
  if (identity === null) return null;
  return people.remember({ name: identity.slice(identity.indexOf(":") + 1), email: identity });
}

/** One after the other: each may write a row. */
async function inTurn<Item>(
  items: readonly Item[],
  describe: (item: Item) => Promise<JsonObject>,
): Promise<readonly JsonObject[]> {
  const described: JsonObject[] = [];
  for (const item of items) described.push(await describe(item));
  return described;
}
