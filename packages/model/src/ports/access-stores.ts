import type { Slug, Timestamp } from "../identifiers.ts";
import type { Token } from "../token.ts";

export interface TokenStore {
  insert(token: Token): Promise<void>;
  loadByDigest(digest: string): Promise<Token | null>;
  list(): Promise<readonly Token[]>;
  touch(id: string): Promise<void>;
  revoke(id: string): Promise<boolean>;
}

/** Secrets of `store:` references, sealed before they get here. */
export interface SecretStore {
  put(environment: Slug, name: string, sealed: string): Promise<void>;
  load(environment: Slug, name: string): Promise<string | null>;
  list(environment: Slug): Promise<readonly { readonly name: string; readonly updatedAt: Timestamp }[]>;
  remove(environment: Slug, name: string): Promise<boolean>;
}

/** Names and addresses, apart from the records so that they can be erased. */
export interface PeopleStore {
  /** Returns the salted hash by which records refer to the person. */
  remember(person: { readonly name: string; readonly email: string }): Promise<string>;
  load(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly email: string }>>;
}
