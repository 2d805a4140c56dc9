import { runTestGit } from "./run-test-git.ts";

/** A file's content with git's mode; a submodule's content is the commit it names. */
export interface TestFile {
  readonly mode: "100644" | "100755" | "120000" | "160000";
  readonly content: string | Uint8Array;
}

/** What to commit. `null` removes a path. Without `parents` the branch's tip is the parent. */
export interface CommitRequest {
  readonly branch: string;
  readonly files?: Readonly<Record<string, string | Uint8Array | TestFile | null>>;
  readonly message?: string;
  readonly author?: { readonly name: string; readonly email: string };
  /** Seconds since the epoch. */
  readonly at?: number;
  /** Explicit parents: none starts a new history, two or more make a merge. Rewrites the branch. */
  readonly parents?: readonly string[];
}

/** Writes commits with one `git fast-import` and gives the last revision: 10 000 files take about half a second. */
export async function fastImport(directory: string, requests: readonly CommitRequest[]): Promise<string> {
  const stream: (string | Uint8Array)[] = [];
  const started = new Set<string>();
  for (const request of requests) {
    const ref = `refs/heads/${request.branch}`;
    const isContinued = started.has(ref) && request.parents === undefined;
    const parents = request.parents ?? (isContinued ? [] : await tip(directory, ref));
    // Without it a commit without `from` would continue the branch; with it, it starts anew.
    if (!isContinued) stream.push(`reset ${ref}\n\n`);
    for (const part of commitCommand(ref, request, parents)) stream.push(part);
    started.add(ref);
  }
  await runTestGit(
    directory,
    ["fast-import", "--quiet", "--force", "--date-format=raw"],
    Buffer.concat(stream.map((part) => Buffer.from(part))),
  );
  return runTestGit(directory, ["rev-parse", "--verify", `refs/heads/${requests.at(-1)?.branch ?? ""}`]);
}

async function tip(directory: string, ref: string): Promise<readonly string[]> {
  const found = await runTestGit(directory, ["for-each-ref", "--format=%(objectname)", ref]);
  return found === "" ? [] : [found];
}

function commitCommand(
  ref: string,
  request: CommitRequest,
  parents: readonly string[],
): (string | Uint8Array)[] {
  const { name, email } = request.author ?? { name: "Ada Lovelace", email: "ada@example.com" };
  const person = `${name} <${email}> ${request.at ?? 1_770_000_000} +0000`;
  const [first, ...others] = parents;
  return [
    `commit ${ref}\nauthor ${person}\ncommitter ${person}\n`,
    ...data(request.message ?? "Change files"),
    ...(first === undefined ? [] : [`from ${first}\n`]),
    ...others.map((parent) => `merge ${parent}\n`),
    ...Object.entries(request.files ?? {}).flatMap(([path, file]) => fileCommand(path, file)),
    "\n",
  ];
}

function fileCommand(path: string, file: string | Uint8Array | TestFile | null): (string | Uint8Array)[] {
  const quoted = `"${path.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", String.raw`\n`)}"`;
  if (file === null) return [`D ${quoted}\n`];
  const { mode, content } =
    typeof file === "string" || file instanceof Uint8Array
      ? { mode: "100644" as const, content: file }
      : file;
  if (mode === "160000") return [`M 160000 ${Buffer.from(content).toString("utf8")} ${quoted}\n`];
  return [`M ${mode} inline ${quoted}\n`, ...data(content)];
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, "\n"];
}
