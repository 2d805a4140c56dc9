import { systemTimer } from "@lockstep/model";

import { pause } from "../program/pause.ts";
import type { StoryRun } from "./story-chapters.ts";
import type { StoryClient } from "./story-client.ts";

/** Starts a run, once however often it is asked for with the same key, and answers what it asks. */
export async function startStoryRun(client: StoryClient, key: string, story: StoryRun): Promise<void> {
  const path = `/environments/${story.in}/pipelines/${story.run}/run`;
  const { run } = await client.post<{ run: { id: string } }>(story.as, path, {
    body: { input: story.input },
    key,
  });
  if (story.answer === undefined) return;
  const { as, step, value } = story.answer;
  if (!(await untilAsked(client, run.id))) return;
  await client.post(as, `/runs/${run.id}/steps/${step}/complete`, { body: { value } });
}

/** Starts the failed runs of a pipeline again, each once. */
export async function retryFailedRuns(client: StoryClient, slug: string): Promise<void> {
  const { items } = await client.get<{ items: readonly { id: string }[] }>(
    "priya",
    `/runs?environment=production&pipeline=${slug}&state=failed`,
  );
  for (const { id } of items)
    await client.post("priya", `/runs/${id}/retry`, { body: { version: "applied" }, key: "demo" });
}

/** Whether the run asks something; `false` once it has ended, which a run that was answered before has. */
async function untilAsked(client: StoryClient, id: string): Promise<boolean> {
  for (;;) {
    const asked = await client.get<{ items: readonly unknown[] }>("priya", `/approvals?run=${id}`);
    if (asked.items.length > 0) return true;
    const { run } = await client.get<{ run: { status: string } }>("priya", `/runs/${id}`);
    if (!["queued", "running", "waiting"].includes(run.status)) return false;
    await pause({ timer: systemTimer }, 50);
  }
}
