import { expect } from "vitest";

import { type GitHubInstallation, startGitHubInstallation } from "../../harness/github-installation.ts";
import { eventually } from "../../harness/lockstep-process.ts";
import { editDatabase } from "./edit-database.ts";
import {
  hostileAuthor,
  hostileBranch,
  hostileFiles,
  hostileMessage,
  hostilePipeline,
  longSlug,
  refusedFiles,
} from "./hostile-repository.ts";
import {
  deep,
  evilHost,
  halves,
  hostile,
  longWord,
  markup,
  protoKeys,
  reason,
  turned,
} from "./hostile-texts.ts";

/** Ids of what the screens show. */
export interface HostileOrg {
  readonly acme: GitHubInstallation;
  readonly waiting: string;
  readonly applied: string;
  readonly refused: string;
  readonly completed: string;
  readonly failed: string;
  readonly asking: string;
  readonly commit: string;
  readonly head: string;
  readonly pullRequest: number;
}

/** An organisation in which everybody and everything writes to do harm: by git, by the API, by the forge and by SQL. */
export async function startHostileOrg(): Promise<HostileOrg> {
  const acme = await startGitHubInstallation({ files: hostileFiles() });
  try {
    return await fill(acme);
  } catch (thrown) {
    await acme.stop();
    throw thrown;
  }
}

async function fill(acme: GitHubInstallation): Promise<HostileOrg> {
  const { github, repository, call } = acme;
  const push = (branch: string, files: Readonly<Record<string, string>>) =>
    github.push(repository, { branch, files, author: hostileAuthor, message: hostileMessage });
  const released = await repository.git.revisionOf("main");
  await repository.git.setBranch(hostileBranch, released);
  await github.sync(repository);
  for (const environment of ["staging", "production", longSlug]) {
    await acme.untilApplied(environment, released);
  }
  const commit = await push("develop", hostilePipeline("1.1.0"));
  await acme.untilApplied("staging", commit);
  await repository.git.setBranch("main", commit);
  await push(hostileBranch, refusedFiles);
  await github.sync(repository);
  const waiting = await deployIn("production", "waiting");
  const refused = await deployIn(longSlug, "refused");
  const applied = await deployIn("staging", "applied");

  const completed = await run("hostile", {
    text: hostile(8_000),
    choice: markup,
    any: [deep(60), halves, longWord],
  });
  const failed = await run("hostile", { text: hostile(8_000), choice: "b", any: [halves] });
  const asking = await run("asking", {});
  expect(await call("POST", `/environments/${longSlug}/hold`, { reason })).toMatchObject({ status: 201 });
  await repository.git.setBranch("proposal", commit);
  const head = await push("proposal", { ...hostilePipeline("2.0.0") });
  const pull = await github.openPull(repository, {
    head: "proposal",
    base: "develop",
    title: hostile(250),
    body: hostile(9_000),
  });
  await acme.untilCheck(head, "lockstep / plan (staging)");
  await editRows();
  await call("POST", "/environments/staging/reconcile", {});
  await eventually("the edited rows are seen", async () => {
    const { body } = await call("GET", "/environments/staging/drift");
    return body.items.length > 0;
  });
  return {
    acme,
    waiting,
    applied,
    refused,
    completed,
    failed,
    asking,
    commit,
    head,
    pullRequest: pull.number,
  };

  async function deployIn(environment: string, state: string): Promise<string> {
    let last: any = null;
    await eventually(`a deploy is ${state} in ${environment}`, async () => {
      last = (await call("GET", `/deploys?environment=${environment}&limit=1`)).body.items[0];
      return last?.state === state;
    }).catch((thrown: Error) => {
      throw new Error(`${thrown.message}: ${JSON.stringify(last)}`);
    });
    return last.id;
  }

  async function run(slug: string, input: unknown): Promise<string> {
    const answer = await call("POST", `/environments/staging/pipelines/${slug}/run?wait=5s`, { input });
    if (answer.status > 202) throw new Error(JSON.stringify(answer).slice(0, 2_000));
    return answer.body.run.id;
  }

  /** Whoever has the database writes what no API takes. */
  function editRows(): Promise<void> {
    const text = `'${hostile(3_000).replaceAll("'", "''")}'`;
    const statements = [
      `UPDATE environment_pipelines SET team = ${text}, path = ${text} WHERE environment = 'staging'`,
      `UPDATE deliveries SET event = ${text}, action = ${text}, because = ${text}`,
      `UPDATE tokens SET name = '${turned}${markup.replaceAll("'", "''")}' WHERE name <> 'admin'`,
      `UPDATE pull_requests SET facts = json_set(facts, '$.url', 'javascript:window.pwned=1//${evilHost}')`,
      `UPDATE runs SET output = '${JSON.stringify([deep(), protoKeys]).replaceAll("'", "''")}' WHERE id = '${completed}'`,
      `UPDATE run_logs SET message = ${text}`,
    ];
    return editDatabase({ dataDirectory: acme.dataDirectory, url: null }, statements.join(";\n"));
  }
}
