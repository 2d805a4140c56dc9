import { spawn } from "node:child_process";
import { join } from "node:path";

import { runTestGit } from "@lockstep/testkit";

/** Native git doing what the product does with git, by hand. */
export interface GitBaseline {
  listBranches(): Promise<void>;
  /** The one request that listing branches takes, without a git behind it: what the server itself needs. */
  requestListing(): Promise<void>;
  /** Clones the newest commit and reads every manifest. */
  cloneAndRead(): Promise<void>;
  /** Fetches what is new and reads the manifests that differ. Needs a clone. */
  fetchAndRead(): Promise<void>;
}

/** `ls-refs` of protocol version 2 (gitprotocol-v2). */
const listHeads = "0014command=ls-refs\n0001001bref-prefix refs/heads/\n0000";

export function createGitBaseline(url: string, directory: string): GitBaseline {
  const clone = join(directory, "clone.git");
  const inClone = (...args: readonly string[]) => runTestGit(clone, args);

  async function readBlobs(listing: string): Promise<void> {
    const ids = listing
      .split("\n")
      .flatMap((line) => /\b([0-9a-f]{40}) ?[A-Z]?\tpipelines\//.exec(line)?.[1] ?? []);
    await discardOutput(clone, ["cat-file", "--batch"], ids.map((id) => `${id}\n`).join(""));
  }

  return {
    async listBranches() {
      await runTestGit(directory, ["ls-remote", "--heads", url]);
    },
    async requestListing() {
      const headers = {
        "git-protocol": "version=2",
        "content-type": "application/x-git-upload-pack-request",
      };
      const response = await fetch(`${url}/git-upload-pack`, { method: "POST", headers, body: listHeads });
      await response.arrayBuffer();
    },
    async cloneAndRead() {
      await runTestGit(directory, ["clone", "--quiet", "--bare", "--depth=1", url, clone]);
      await readBlobs(await inClone("ls-tree", "-r", "HEAD", "pipelines/"));
    },
    async fetchAndRead() {
      const before = await inClone("rev-parse", "refs/heads/main");
      await inClone("fetch", "--quiet", "origin", "+refs/heads/main:refs/heads/main");
      await readBlobs(await inClone("diff-tree", "-r", before, "refs/heads/main", "--", "pipelines/"));
    },
  };
}

/** Contents are read to the end and dropped. */
function discardOutput(directory: string, args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: directory, stdio: ["pipe", "pipe", "inherit"] });
    child.stdout.resume();
    child.once("error", reject);
    child.once("close", () => resolve());
    child.stdin.end(input);
  });
}
