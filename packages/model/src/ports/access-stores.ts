import type { Actor } from "../actor.ts";
import type { Slug, Timestamp } from "../identifiers.ts";
import type { Token } from "../token.ts";

/** Who may act. Making and revoking a token is an entry of the org's chain, in the same transaction. */
export interface TokenStore {
  insert(token: Token, actor: Actor): Promise<void>;
  loadByDigest(digest: string): Promise<Token | null>;
  list(): Promise<readonly Token[]>;
  touch(id: string): Promise<void>;
  /** Whether there was such a token in force. */
  revoke(id: string, actor: Actor): Promise<boolean>;
}

/**
 * Secrets of `store:` references, sealed before they get here. Storing and removing one is an entry of its environment's
 * chain, which knows its name only.
 */
export interface SecretStore {
  put(secret: StoredSecret, actor: Actor): Promise<void>;
  load(environment: Slug, name: string): Promise<string | null>;
  list(environment: Slug): Promise<readonly { readonly name: string; readonly updatedAt: Timestamp }[]>;
  /** Whether there was such a secret. */
  remove(environment: Slug, name: string, actor: Actor): Promise<boolean>;
}

export interface StoredSecret {
  readonly environment: Slug;
  readonly name: string;
  readonly sealed: string;
}

/** Names and addresses, apart from the records so that they can be erased. */
export interface PeopleStore {
  /** Returns the salted hash by which records refer to the person. */
  remember(person: { readonly name: string; readonly email: string }): Promise<string>;
  load(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly email: string }>>;
}
