import type { Commit, Repository, Revision } from "@lockstep/model";

import type { AuthoredRange, Authors } from "./revision-source.ts";

/** Commits of one range; more are pushed in smaller steps. */
const mostCommits = 5_000;

/** So many answers are kept: an environment that waits asks the same again and again. */
const mostKept = 50;

/** GitHub's own key, which signs what its buttons make. */
const nobody = "noreply@github.com";

const noreply = /^(?:\d+\+)?([a-z\d](?:[a-z\d-]*[a-z\d])?(?:\[bot\])?)@users\.noreply\.github\.com$/;
// No `@` before the first one: a line of nothing else would take the square of its length.
const credit = /^(?:co-authored-by|signed-off-by):.*<([^<>\s@]+@[^<>\s]+)>\s*$/gim;

/** Reads who wrote commits, where the commits are. */
export interface AuthorReader {
  read(ranges: readonly AuthoredRange[], signal: AbortSignal): Promise<Authors>;
}

export function createAuthorReader(repository: Pick<Repository, "readContained">): AuthorReader {
  const kept = new Map<string, Authors>();
  return {
    async read(ranges, signal) {
      const key = ranges.map(({ from, to }) => `${from ?? ""}..${to}`).join(" ");
      const known = kept.get(key);
      if (known !== undefined) return known;
      const commits = new Map<Revision, Commit>();
      for (const { from, to } of ranges) {
        for (const commit of await repository.readContained(from, to, mostCommits, signal))
          commits.set(commit.revision, commit);
      }
      const authors = authorsOf([...commits.values()]);
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, authors);
      return authors;
    },
  };
}

function authorsOf(commits: readonly Commit[]): Authors {
  const identities = new Set(commits.flatMap(identitiesOf));
  return {
    identities: [...identities].toSorted(),
    revisions: commits.map(({ revision }) => revision).toSorted(),
  };
}

/** Anywhere in the message: a line that only looks like a credit costs an approver, a hidden one a rule. */
function identitiesOf({ author, committer, message }: Commit): readonly string[] {
  const credited = [...message.matchAll(credit)].map(([, email]) => email ?? "");
  return [author.email, committer.email, ...credited].flatMap(identitiesOfEmail);
}

/** An address of GitHub's own names an account, too. */
function identitiesOfEmail(written: string): readonly string[] {
  const email = written.trim().toLowerCase();
  if (email === "" || email === nobody) return [];
  const login = noreply.exec(email)?.[1];
  return login === undefined ? [`email:${email}`] : [`email:${email}`, `github:${login}`];
}
