import type { StoryBranches } from "./story-branches.ts";
import type { StoryChapter } from "./story-chapters.ts";
import type { StoryClient } from "./story-client.ts";
import { untilSettled } from "./story-environments.ts";
import { retryFailedRuns, startStoryRun } from "./story-runs.ts";

/**
 * Tells one chapter; what a killed start did of it is not done again. `taken-over` says that somebody else has moved the
 * branch, whose commits are theirs from then on.
 */
export async function tellChapter(
  client: StoryClient,
  branches: StoryBranches,
  chapter: StoryChapter,
): Promise<"told" | "taken-over"> {
  const { push, name, runs, retries = [] } = chapter;
  if (push === undefined) {
    for (const environment of ["staging", "production"]) await untilSettled(client, environment, null);
  } else {
    const revision = await branches.push(push.branch, push.commit);
    if (revision === null) return "taken-over";
    await deploy(client, chapter, revision);
  }
  for (const slug of retries) await retryFailedRuns(client, slug);
  for (const [at, run] of runs.entries()) await startStoryRun(client, `demo/${name}/${at}`, run);
  return "told";
}

async function deploy(
  client: StoryClient,
  { push, approval }: StoryChapter,
  revision: string,
): Promise<void> {
  const environment = push?.branch === "main" ? "production" : "staging";
  const waiting = await untilSettled(client, environment, revision);
  if (waiting === null || approval === undefined) return;
  const { as, reason } = approval;
  const path = `/deploys/${waiting}`;
  const { deploy: shown } = await client.get<{ deploy: { planHash: string } }>(as, path);
  await client.post(as, `${path}/approve`, { body: { planHash: shown.planHash, reason } });
  await untilApplied(client, environment, revision);
}

async function untilApplied(client: StoryClient, environment: string, revision: string): Promise<void> {
  while ((await untilSettled(client, environment, revision)) !== null);
}
