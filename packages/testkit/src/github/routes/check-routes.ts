import {
  created,
  type GitHubCall,
  GitHubProblem,
  type GitHubReply,
  type GitHubRoute,
  notFound,
  ok,
  textOf,
} from "../github-exchange.ts";
import type { FakeCheckRun, Json } from "../github-state.ts";
import { resolveRef } from "../read-commit.ts";
import { renderCheckRun } from "../shapes/render-check.ts";
import { repositoryPage } from "../shapes/render-repository.ts";
import { emitCheckRun } from "../webhook-payloads.ts";

/** Check runs: only apps write them, annotations are appended and never replaced. */
export function checkRoutes(): readonly GitHubRoute[] {
  return [
    { operation: "checks.create", permission: "checks:write", answer: createRun },
    { operation: "checks.update", permission: "checks:write", answer: updateRun },
    {
      operation: "checks.get",
      permission: "checks:read",
      answer: (call) => ok(renderCheckRun(call.world, call.repository, runOf(call))),
    },
    { operation: "checks.list-for-ref", permission: "checks:read", answer: listRuns },
    {
      operation: "checks.list-annotations",
      permission: "checks:read",
      answer: (call) => ({ list: runOf(call).annotations }),
    },
    {
      operation: "checks.rerequest-run",
      permission: "checks:write",
      answer: (call) => {
        const { world, repository, login } = call;
        emitCheckRun(world, { repository, run: runOf(call) }, { action: "rerequested", sender: login });
        return created({});
      },
    },
  ];
}

function runOf({ repository, path }: GitHubCall): FakeCheckRun {
  const run = repository.checkRuns.find(({ id }) => String(id) === path["check_run_id"]);
  if (run === undefined) throw notFound();
  return run;
}

async function createRun(call: GitHubCall): Promise<GitHubReply> {
  const { world, repository, body, login } = call;
  requireApp(call);
  const headSha = await resolveRef(repository, textOf(body["head_sha"], ""));
  const run: FakeCheckRun = {
    id: world.nextId(),
    app: "own",
    name: textOf(body["name"], ""),
    headSha,
    detailsUrl: null,
    externalId: "",
    status: "queued",
    conclusion: null,
    startedAt: world.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  change(call, run);
  repository.checkRuns.push(run);
  emitCheckRun(world, { repository, run }, { action: "created", sender: login });
  if (run.status === "completed")
    emitCheckRun(world, { repository, run }, { action: "completed", sender: login });
  return created(renderCheckRun(world, repository, run));
}

function updateRun(call: GitHubCall): GitHubReply {
  const { world, repository, login } = call;
  requireApp(call);
  const run = runOf(call);
  if (run.app === "other")
    throw new GitHubProblem(
      403,
      "Invalid app_id `1` - check run can only be modified by the GitHub App that created it.",
    );
  const wasCompleted = run.status === "completed";
  change(call, run);
  if (run.status === "completed" && !wasCompleted) {
    emitCheckRun(world, { repository, run }, { action: "completed", sender: login });
  }
  return ok(renderCheckRun(world, repository, run));
}

function requireApp({ caller }: GitHubCall): void {
  if (caller.kind === "installation") return;
  throw new GitHubProblem(403, "You must authenticate via a GitHub App.");
}

function change({ world, body, repository }: GitHubCall, run: FakeCheckRun): void {
  const text = (name: string): string | undefined =>
    typeof body[name] === "string" ? body[name] : undefined;
  const conclusion = text("conclusion");
  const completedAt = text("completed_at");
  run.detailsUrl = text("details_url") ?? run.detailsUrl;
  run.externalId = text("external_id") ?? run.externalId;
  run.status = (text("status") as FakeCheckRun["status"] | undefined) ?? run.status;
  run.startedAt = Date.parse(text("started_at") ?? "") || run.startedAt;
  if (conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = conclusion;
    run.completedAt = completedAt === undefined ? world.now() : Date.parse(completedAt);
  }
  if (Array.isArray(body["actions"])) run.actions = body["actions"] as FakeCheckRun["actions"];
  const output = body["output"] as Json | undefined;
  if (output === undefined) return;
  if (run.title === null && typeof output["title"] !== "string") {
    throw new GitHubProblem(422, 'Invalid request: "title" wasn\'t supplied.');
  }
  run.title = (output["title"] as string | undefined) ?? run.title;
  run.summary = (output["summary"] as string | undefined) ?? run.summary;
  run.text = (output["text"] as string | undefined) ?? run.text;
  for (const annotation of (output["annotations"] ?? []) as Json[]) {
    run.annotations.push({
      path: annotation["path"],
      blob_href: `${repositoryPage(world, repository)}/blob/${run.headSha}/${textOf(annotation["path"], "")}`,
      start_line: annotation["start_line"],
      end_line: annotation["end_line"],
      start_column: annotation["start_column"] ?? null,
      end_column: annotation["end_column"] ?? null,
      annotation_level: annotation["annotation_level"],
      title: annotation["title"] ?? null,
      message: annotation["message"],
      raw_details: annotation["raw_details"] ?? null,
    });
  }
}

async function listRuns({ world, repository, path, query }: GitHubCall): Promise<GitHubReply> {
  const sha = await resolveRef(repository, path["ref"] ?? "");
  const name = query.get("check_name");
  const status = query.get("status");
  const appId = query.get("app_id");
  const isWanted = (run: FakeCheckRun) =>
    run.headSha === sha &&
    (name === null || run.name === name) &&
    (status === null || run.status === status) &&
    (appId === null || (String(world.state.app.id) === appId) === (run.app === "own"));
  const runs = repository.checkRuns.filter(isWanted).reverse();
  const isLatest = (query.get("filter") ?? "latest") === "latest";
  const shown = isLatest ? latest(runs) : runs;
  return { list: shown.map((run) => renderCheckRun(world, repository, run)), under: "check_runs" };
}

/** Newest first in, newest of each name and app out. */
function latest(runs: readonly FakeCheckRun[]): FakeCheckRun[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const key = `${run.app} ${run.name}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
