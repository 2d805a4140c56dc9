import { setImmediate } from "node:timers/promises";

import type { CommitSignature, RawCommit, Repository, Revision } from "@lockstep/model";
import { type AllowedSigners, countSigners, readSigners, verifyCommit } from "@lockstep/signatures";

import { readContents } from "./read-contents.ts";
import type { SignatureRequest } from "./revision-source.ts";

/** Who may sign, on the control branch. */
const signerFiles = {
  ssh: ".lockstep/allowed_signers",
  openpgp: ".lockstep/allowed_signers.asc",
  smime: ".lockstep/allowed_signers.smime",
} as const;

/** Commits of one range; more are pushed in smaller steps. */
const mostCommits = 1_000;

/** So many answers are kept: an environment that waits asks the same again and again. */
const mostKept = 5_000;

/** After so many commits others get their turn. */
const batch = 50;

/** Verifies commits where their bytes are. */
export interface SignatureReader {
  read(request: SignatureRequest, signal: AbortSignal): Promise<readonly CommitSignature[]>;
  count(control: Revision, signal: AbortSignal): Promise<number>;
}

export function createSignatureReader(repository: Repository): SignatureReader {
  const kept = new Map<string, CommitSignature>();

  async function verify(commit: RawCommit, signers: AllowedSigners, key: string): Promise<CommitSignature> {
    const signature = await verifyCommit(commit, signers);
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, signature);
    return signature;
  }

  return {
    async read({ ranges, signers }, signal) {
      // First, because it also fetches what the signers are read from.
      const commits = await readCommits(repository, ranges, signal);
      const allowed = await readAllowed(repository, signers, signal);
      const signatures: CommitSignature[] = [];
      for (const [index, commit] of commits.entries()) {
        if (index % batch === 0) await setImmediate(undefined, { signal });
        const key = `${signers} ${commit.revision}`;
        signatures.push(kept.get(key) ?? (await verify(commit, allowed, key)));
      }
      return signatures;
    },
    count: async (control, signal) => countSigners(await readAllowed(repository, control, signal)),
  };
}

/** Each commit once, even when two branches share it. */
async function readCommits(
  repository: Repository,
  ranges: SignatureRequest["ranges"],
  signal: AbortSignal,
): Promise<readonly RawCommit[]> {
  const commits = new Map<Revision, RawCommit>();
  for (const { from, to } of ranges) {
    for (const commit of await repository.readFirstParents(from, to, mostCommits, signal))
      commits.set(commit.revision, commit);
  }
  return [...commits.values()];
}

async function readAllowed(
  repository: Repository,
  revision: Revision,
  signal: AbortSignal,
): Promise<AllowedSigners> {
  const texts = await readContents(repository, {
    revision,
    paths: Object.values(signerFiles),
    signal,
  });
  const text = (path: string) => {
    const bytes = texts.get(path);
    return bytes === undefined ? null : Buffer.from(bytes).toString("utf8");
  };
  return readSigners({
    ssh: text(signerFiles.ssh),
    openpgp: text(signerFiles.openpgp),
    smime: text(signerFiles.smime),
  });
}
