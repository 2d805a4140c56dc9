import type { OrgStore } from "@lockstep/model";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { applicationOf, deployOf, newRun, takeLease, unique } from "./contract/builders.fixture.ts";
import { watchedDatabase } from "./contract/watched-database.fixture.ts";
import { openSqliteSubject, type OpenSubject } from "./open-subject.fixture.ts";
import { createOrgStore } from "./stores/create-org-store.ts";

const page = { limit: 50, cursor: null };
const filter = { environment: "env", slug: null, states: [], version: null, deploy: null };
const claim = { holder: "one", queues: null, limit: 64, leaseMs: 1_000 };

/** What happens all the time, or over tables that only grow. */
const hot: Readonly<Record<string, (store: OrgStore) => Promise<unknown>>> = {
  "claiming runs": ({ runs }) => runs.claim(claim),
  "creating a run": ({ runs }) =>
    runs.create(newRun({ idempotency: { scope: "s", key: unique("key"), body: "sha256:a" } })),
  "writing the journal": ({ runs }) =>
    runs.write([{ run: "run", fencingToken: 1, attempts: [], logs: [], state: null, events: [] }]),
  "renewing runs": ({ runs }) => runs.renew("one", ["run"], 1_000),
  "finding when the next run is due": ({ runs }) => runs.nextDue(),
  "listing runs": ({ runs }) => runs.list(filter, page),
  "listing all runs": ({ runs }) => runs.list({ ...filter, environment: null }, page),
  "listing a pipeline's runs": ({ runs }) => runs.list({ ...filter, slug: "pipe" }, page),
  "listing runs by state": ({ runs }) => runs.list({ ...filter, states: ["failed"] }, page),
  "listing runs since an instant": ({ runs }) =>
    runs.list({ ...filter, since: "2026-01-01T00:00:00.000Z" }, page),
  "listing runs until an instant": ({ runs }) =>
    runs.list({ ...filter, until: "2026-01-01T00:00:00.000Z", order: "oldest" }, page),
  "finding runs by the beginning of their id": ({ runs }) => runs.list({ ...filter, search: "0192" }, page),
  "following runs": ({ runs }) => runs.loadHeads(["run"]),
  "sweeping runs": ({ retention }) =>
    retention.listForSweep({ environment: "env", before: "2026", after: null, limit: 100 }),
  "removing runs": ({ retention }) => retention.remove(["run"], 100),
  "listing erasures": ({ retention }) => retention.listErasures({ environment: null, run: null }, page),
  "claiming a request": ({ requests }) =>
    requests.claim({ scope: "s", key: unique("key"), body: "b", run: null }, 1_000),
  "listing logs": ({ runs }) => runs.listLogs("run", { step: null, levels: [] }, page),
  "listing applied pipelines": ({ environments }) =>
    environments.listPipelines("env", { search: "a", team: null }, page),
  "loading what is applied": ({ environments }) => environments.loadApplied("env"),
  "finding the open deploy": ({ deploys }) => deploys.loadOpen("env"),
  "listing deploys": ({ deploys }) => deploys.list({ environment: "env", states: [], revision: null }, page),
  "listing deploys of a revision": ({ deploys }) =>
    deploys.list({ environment: null, states: [], revision: "r" }, page),
  "listing records": ({ deploys }) => deploys.listRecords("env", 1, 50),
  "listing records of a deploy": ({ deploys }) => deploys.listRecordsOf("deploy"),
  applying: async (store) => {
    const deploy = deployOf({ environment: "env" });
    const fencingToken = await takeLease(store, "env");
    return store.deploys.apply(applicationOf(deploy, [], { fencingToken }));
  },
  "listing versions": ({ versions }) => versions.listVersions("pipe", page),
  "reading events": ({ events }) => events.list(1, { environment: "env" }, 100),
  "numbering events": ({ events }) => events.publish(),
  "finding a token": ({ tokens }) => tokens.loadByDigest("digest"),
};

describe("plans of hot statements on SQLite", () => {
  let subject: OpenSubject;
  let explainer: Sqlite.Database;
  beforeAll(async () => {
    subject = await openSqliteSubject();
    explainer = new Sqlite(subject.file);
    explainer.function("lockstep_now", () => "");
    explainer.function("lockstep_after", (_milliseconds) => "");
  });
  afterAll(async () => {
    explainer.close();
    await subject.close();
  });

  test.each(Object.entries(hot))("%s neither scans nor sorts a table", async (_, action) => {
    const texts = new Set<string>();
    const database = watchedDatabase(subject.database, (text) => texts.add(text));
    const signals = { ...subject.store.signals, close: async () => {} };
    await action(createOrgStore({ database, signals, salt: "salt", ids: { next: () => unique("id") } }));
    expect(texts.size).toBeGreaterThan(0);
    for (const text of texts) expect({ text, steps: costlySteps(text) }).toEqual({ text, steps: [] });
  });

  /** Reading along a partial index or the primary key from one end is what a page wants; the rest costs the whole table. */
  function costlySteps(text: string): readonly string[] {
    const nulls = [...text.matchAll(/\?/g)].map(() => null);
    const steps = explainer.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...nulls) as {
      readonly detail: string;
    }[];
    return steps
      .map(({ detail }) => detail)
      .filter(
        (detail) =>
          /^SCAN (?!fresh|json_each)[a-z_]+$/.test(detail) || detail === "USE TEMP B-TREE FOR ORDER BY",
      );
  }
});
