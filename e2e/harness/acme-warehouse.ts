import { randomBytes } from "node:crypto";

import { createTestDatabase } from "@lockstep/testkit";

/** The warehouse that the example's `sql` step writes to. */
export interface Warehouse {
  /** As its role reaches it, which may do no more than the step needs. */
  readonly url: string;
  customers(): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** It already knows one customer, `C-3`, by an old address. */
export async function startWarehouse(serverUrl: string, password: string): Promise<Warehouse> {
  const database = await createTestDatabase(serverUrl);
  const role = `loader_${randomBytes(6).toString("hex")}`;
  await database.run(`
    CREATE TABLE customers (id text PRIMARY KEY, email text NOT NULL);
    INSERT INTO customers VALUES ('C-3', 'old@example.com');
    CREATE ROLE ${role} LOGIN PASSWORD '${password}';
    GRANT SELECT, INSERT, UPDATE ON customers TO ${role}`);
  return {
    url: Object.assign(new URL(database.url), { username: role, password }).href,
    customers: () => database.run("SELECT id, email FROM customers ORDER BY id"),
    async stop() {
      await database.run(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await database.drop();
    },
  };
}
