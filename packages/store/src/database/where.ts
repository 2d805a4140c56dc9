import { type SQL, sql } from "drizzle-orm";

/** `WHERE` of all conditions that apply, or nothing. */
export function where(...conditions: readonly (SQL | false)[]): SQL {
  const applying = conditions.filter((condition) => condition !== false);
  return applying.length === 0 ? sql`` : sql` WHERE ${sql.join(applying, sql` AND `)}`;
}
