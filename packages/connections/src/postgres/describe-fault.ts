import pg from "pg";

import { Refusal } from "../refusal.ts";

/** SQLSTATEs, or their classes, that say the database could not be used rather than that it refused the statement. */
const unreachable = /^(?:08|28|3D000|53|57P|58|XX)/;

const cancelled = "57014";

/** What went wrong at the server or on the way to it, without anything of the address. */
export function describeFault(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof pg.DatabaseError) return describeServerFault(thrown);
  const code = thrown instanceof Error && "code" in thrown ? ` (${String(thrown.code)})` : "";
  return new Refusal("connectivity", `The database could not be reached, or went away${code}.`, thrown);
}

function describeServerFault(error: pg.DatabaseError): Refusal {
  const { code = "XX000", message } = error;
  if (code === cancelled) return new Refusal("timeout", "The database stopped the statement at its timeout.");
  if (unreachable.test(code))
    return new Refusal("connectivity", `The database refuses the connection (${code}).`, error);
  return new Refusal("execution", `${message} (${code})`, error);
}
