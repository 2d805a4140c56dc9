import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { leases } from "../schema/index.ts";

/** A lease that is ours and alive keeps its token, so that what is under way stays valid. */
const upsert = statement<{ name: string; holder: string; milliseconds: number }, { readonly token: number }>(
  ({ name, holder, milliseconds }) => sql`
    INSERT INTO ${leases} (name, holder, token, expires_at)
    VALUES (${name}, ${holder}, 1, lockstep_after(${milliseconds}))
    ON CONFLICT (name) DO UPDATE SET
      token = CASE WHEN ${leases.holder} = excluded.holder AND ${leases.expires_at} > lockstep_now()
        THEN ${leases.token} ELSE ${leases.token} + 1 END,
      holder = excluded.holder,
      expires_at = excluded.expires_at
    WHERE ${leases.holder} IS NULL OR ${leases.holder} = excluded.holder OR ${leases.expires_at} <= lockstep_now()
    RETURNING token`,
);

/** The token, or `null` while somebody else holds the lease. */
export function* acquireLease(request: {
  name: string;
  holder: string;
  milliseconds: number;
}): Query<number | null> {
  const row = yield* firstOf(upsert, { ...request, milliseconds: Math.ceil(request.milliseconds) });
  return row === null ? null : row.token;
}
