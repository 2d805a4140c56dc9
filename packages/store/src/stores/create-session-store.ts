import type { SessionStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { endSession } from "../queries/end-session.ts";
import { insertLoginLink } from "../queries/insert-login-link.ts";
import { loadSessionByDigest } from "../queries/load-session-by-digest.ts";
import { openSessionByLink } from "../queries/open-session-by-link.ts";
import { openSession } from "../queries/open-session.ts";
import { pruneSessions } from "../queries/prune-sessions.ts";
import { touchSession } from "../queries/touch-session.ts";

export function createSessionStore(database: Database): SessionStore {
  return {
    open: (session, token) =>
      database.transact(() => openSession(session, { token, by: "token", endsAt: null })),
    openByLink: (session, linkDigest) => database.transact(() => openSessionByLink(session, linkDigest)),
    insertLink: (link) => database.transact(() => insertLoginLink(link)),
    loadByDigest: (digest) => database.read(loadSessionByDigest(digest)),
    touch: (id) => database.transact(() => touchSession(id)),
    end: (id) => database.transact(() => endSession(id)),
    prune: () => database.transact(() => pruneSessions()),
  };
}
