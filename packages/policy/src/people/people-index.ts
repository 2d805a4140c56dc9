import type { Directory } from "@lockstep/model";

/** Which identities belong to one person. */
export interface PeopleIndex {
  /** One name for all identities of a person; the identity itself for somebody whom the directory does not know. */
  personOf(identity: string): string;
}

const indexes = new WeakMap<Directory, PeopleIndex>();

/** The people of a directory. An identity that two people claim makes them one: nobody counts twice by sharing it. */
export function indexPeople(directory: Directory): PeopleIndex {
  const known = indexes.get(directory);
  if (known !== undefined) return known;
  const index = buildIndex(directory);
  indexes.set(directory, index);
  return index;
}

function buildIndex({ people }: Directory): PeopleIndex {
  const parents = new Map<string, string>();
  const rootOf = (identity: string): string => {
    let root = identity;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const [identity, others] of Object.entries(people))
    for (const other of others) {
      const [one, two] = [rootOf(plainIdentity(identity)), rootOf(plainIdentity(other))];
      if (one !== two) parents.set(two, one);
    }
  return { personOf: (identity) => rootOf(plainIdentity(identity)) };
}

const noReply = /^email:(?:\d+\+)?([a-z0-9-]+)@users\.noreply\.github\.com$/;

/** Accounts and addresses do not differ by case; the address that GitHub makes for an account is that account. */
function plainIdentity(identity: string): string {
  if (identity.startsWith("token:")) return identity;
  const lower = identity.toLowerCase();
  const login = noReply.exec(lower)?.[1];
  return login === undefined ? lower : `github:${login}`;
}
