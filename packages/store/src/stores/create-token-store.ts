import type { TokenStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { insertToken } from "../queries/insert-token.ts";
import { listTokens } from "../queries/list-tokens.ts";
import { loadTokenByDigest } from "../queries/load-token-by-digest.ts";
import { revokeToken } from "../queries/revoke-token.ts";
import { touchToken } from "../queries/touch-token.ts";

export function createTokenStore(database: Database): TokenStore {
  return {
    insert: (token, actor) => database.transact(() => insertToken(token, actor)),
    loadByDigest: (digest) => database.read(loadTokenByDigest(digest)),
    list: () => database.read(listTokens()),
    touch: (id) => database.transact(() => touchToken(id)),
    revoke: (id, actor) => database.transact(() => revokeToken(id, actor)),
  };
}
