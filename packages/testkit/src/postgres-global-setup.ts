import type { ProvidedContext } from "vitest";
import type { TestProject } from "vitest/node";

import { startPostgres } from "./postgres-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** URL of a server on which tests may create databases. */
    readonly postgresUrl: string;
  }
}

const key: keyof ProvidedContext = "postgresUrl";

/** Starts one PostgreSQL for the whole test run, unless `DATABASE_URL` names one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide(key, server.url);
  return server.stop;
}
