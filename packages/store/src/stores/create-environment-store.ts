import type { EnvironmentStore, Signals, Slug } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { clearCompileAttempts } from "../queries/clear-compile-attempts.ts";
import { countCompileAttempt } from "../queries/count-compile-attempt.ts";
import { listEnvironments } from "../queries/list-environments.ts";
import { listPipelines } from "../queries/list-pipelines.ts";
import { loadApplied, type LoadedApplied } from "../queries/load-applied.ts";
import { loadEnvironment } from "../queries/load-environment.ts";
import { loadLocks } from "../queries/load-locks.ts";
import { loadPipeline } from "../queries/load-pipeline.ts";
import { raiseHint } from "../queries/raise-hint.ts";
import { saveEnvironmentFindings } from "../queries/save-environment-findings.ts";
import { takeHints } from "../queries/take-hints.ts";

export function createEnvironmentStore(database: Database, signals: Signals): EnvironmentStore {
  const lastApplied = new Map<Slug, LoadedApplied>();
  return {
    list: () => database.read(listEnvironments()),
    load: (slug) => database.read(loadEnvironment(slug)),
    async saveFindings(environment, findings) {
      const isNews = await database.transact(() => saveEnvironmentFindings(environment, findings));
      if (isNews) await signals.notify("event");
    },
    async loadApplied(slug) {
      const loaded = await database.snapshot(loadApplied(slug, lastApplied.get(slug) ?? null));
      lastApplied.set(slug, loaded);
      return loaded.state;
    },
    listPipelines: (slug, filter, page) => database.read(listPipelines(slug, filter, page)),
    loadPipeline: (environment, slug) => database.read(loadPipeline(environment, slug)),
    loadLocks: (environment, caller) => database.read(loadLocks(environment, caller)),
    raiseHint: async (slug) => {
      await database.transact(() => raiseHint(slug));
      await signals.notify("hint");
    },
    takeHints: () => database.transact(() => takeHints()),
    countCompileAttempt: (environment, revision) =>
      database.transact(() => countCompileAttempt(environment, revision)),
    clearCompileAttempts: (environment, revision) =>
      database.transact(() => clearCompileAttempts(environment, revision)),
  };
}
