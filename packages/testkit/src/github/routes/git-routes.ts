import { runTestGit } from "../../git/run-test-git.ts";
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
import type { FakeRepository, GitHubWorld, Json } from "../github-state.ts";
import { readCommit, renderGitCommit } from "../read-commit.ts";
import { nodeId } from "../shapes/render-account.ts";
import { repositoryUrl } from "../shapes/render-repository.ts";
import { syncRefs } from "../sync-refs.ts";

/** The git data interface, on the real repository. */
export function gitRoutes(): readonly GitHubRoute[] {
  const read = "contents:read";
  const write = "contents:write";
  return [
    { operation: "git.create-blob", permission: write, answer: createBlob },
    { operation: "git.create-tree", permission: write, answer: createTree },
    { operation: "git.get-commit", permission: read, answer: getCommit },
    { operation: "git.create-commit", permission: write, answer: createCommit },
    {
      operation: "git.get-ref",
      permission: read,
      answer: ({ world, repository, path }) => {
        const ref = `refs/${path["ref"] ?? ""}`;
        if (!repository.refs.has(ref)) throw notFound();
        return ok(renderRef(world, repository, ref));
      },
    },
    {
      operation: "git.list-matching-refs",
      permission: read,
      answer: ({ world, repository, path }) => {
        const names = [...repository.refs.keys()].filter((ref) =>
          ref.startsWith(`refs/${path["ref"] ?? ""}`),
        );
        return { list: names.map((ref) => renderRef(world, repository, ref)) };
      },
    },
    { operation: "git.create-ref", permission: write, answer: createRef },
    { operation: "git.update-ref", permission: write, answer: updateRef },
  ];
}

function renderRef(world: GitHubWorld, repository: FakeRepository, ref: string): Json {
  const url = repositoryUrl(world, repository);
  const sha = repository.refs.get(ref) ?? "";
  return {
    ref,
    node_id: nodeId("Ref", 1),
    url: `${url}/git/${ref}`,
    object: { type: "commit", sha, url: `${url}/git/commits/${sha}` },
  };
}

async function createBlob({ world, repository, body }: GitHubCall): Promise<GitHubReply> {
  const encoding = body["encoding"] === "base64" ? "base64" : "utf8";
  const sha = await writeBlob(repository, Buffer.from(textOf(body["content"], ""), encoding));
  return created({ sha, url: `${repositoryUrl(world, repository)}/git/blobs/${sha}` });
}

function writeBlob(repository: FakeRepository, content: Uint8Array): Promise<string> {
  return runTestGit(repository.git.directory, ["hash-object", "-w", "--stdin"], content);
}

/** Writes the tree through `git fast-import`, which knows how to put files into the folders of a base tree. */
async function createTree({ world, repository, body }: GitHubCall): Promise<GitHubReply> {
  const scratch = `refs/scratch/${world.nextId()}`;
  const directory = repository.git.directory;
  const lines: string[] = [`commit ${scratch}`, "committer a <a@example.com> 0 +0000", "data 0"];
  const base = body["base_tree"];
  if (typeof base === "string") {
    const tree = await repository.git
      .git("rev-parse", "--verify", "--end-of-options", `${base}^{tree}`)
      .catch(() => "");
    if (tree === "") throw new GitHubProblem(404, "Not Found");
    lines.push(`M 040000 ${tree} ""`);
  }
  for (const entry of body["tree"] as Json[]) {
    const path = `"${textOf(entry["path"], "").replaceAll(/["\\]/g, String.raw`\$&`)}"`;
    if (entry["sha"] === null) {
      lines.push(`D ${path}`);
      continue;
    }
    const sha =
      typeof entry["sha"] === "string"
        ? entry["sha"]
        : await writeBlob(repository, Buffer.from(textOf(entry["content"], "")));
    lines.push(`M ${textOf(entry["mode"], "100644")} ${sha} ${path}`);
  }
  await runTestGit(directory, ["fast-import", "--quiet", "--force"], `${lines.join("\n")}\n\n`).catch(() => {
    throw new GitHubProblem(422, "tree.sha is not a valid object");
  });
  const sha = await repository.git.git("rev-parse", `${scratch}^{tree}`);
  await repository.git.git("update-ref", "-d", scratch);
  return created({
    sha,
    url: `${repositoryUrl(world, repository)}/git/trees/${sha}`,
    truncated: false,
    tree: [],
  });
}

async function getCommit({ world, repository, path }: GitHubCall): Promise<GitHubReply> {
  const commit = await readCommit(repository, path["commit_sha"] ?? "").catch(() => {
    throw notFound();
  });
  return ok(renderGitCommit(world, repository, commit));
}

/** Written as an object of its own, because its people are not those of the tests' git. */
async function createCommit({ world, repository, body, login }: GitHubCall): Promise<GitHubReply> {
  const person = (given: unknown) => {
    const { name, email, date } = (given ?? {}) as Json;
    const at = Math.floor((Date.parse(textOf(date, "")) || world.now()) / 1000);
    return `${textOf(name, login)} <${textOf(email, `${login}@users.noreply.example`)}> ${at} +0000`;
  };
  const text = [
    `tree ${textOf(body["tree"], "")}`,
    ...((body["parents"] ?? []) as string[]).map((parent) => `parent ${parent}`),
    `author ${person(body["author"])}`,
    `committer ${person(body["committer"] ?? body["author"])}`,
    "",
    textOf(body["message"], ""),
  ].join("\n");
  await repository.git.git("cat-file", "-e", `${textOf(body["tree"], "")}^{tree}`).catch(() => {
    throw new GitHubProblem(422, "Tree SHA does not exist");
  });
  const args = ["hash-object", "-t", "commit", "-w", "--stdin"];
  const sha = await runTestGit(repository.git.directory, args, text).catch((error: unknown) => {
    throw new GitHubProblem(422, error instanceof Error ? error.message : "Parent SHA does not exist");
  });
  return created(renderGitCommit(world, repository, await readCommit(repository, sha)));
}

async function createRef({ world, repository, body, login }: GitHubCall): Promise<GitHubReply> {
  const ref = textOf(body["ref"], "");
  if (repository.refs.has(ref)) throw new GitHubProblem(422, "Reference already exists");
  await moveRef(repository, ref, [textOf(body["sha"], "")]);
  await syncRefs(world, repository, login);
  return created(renderRef(world, repository, ref));
}

/** Without `force` the branch must hold what it held: a head that moved in between is no fast-forward. */
async function updateRef({ world, repository, path, body, login }: GitHubCall): Promise<GitHubReply> {
  const ref = `refs/${path["ref"] ?? ""}`;
  const before = repository.refs.get(ref);
  const after = textOf(body["sha"], "");
  if (before === undefined) throw new GitHubProblem(422, "Reference does not exist");
  const base = await repository.git.git("merge-base", before, after).catch(() => "");
  if (body["force"] !== true && base !== before) throw new GitHubProblem(422, "Update is not a fast forward");
  await moveRef(repository, ref, [after, before]);
  await syncRefs(world, repository, login);
  return ok(renderRef(world, repository, ref));
}

async function moveRef(repository: FakeRepository, ref: string, revisions: readonly string[]): Promise<void> {
  await repository.git.git("update-ref", ref, ...revisions).catch(() => {
    throw new GitHubProblem(422, "Object does not exist");
  });
}
