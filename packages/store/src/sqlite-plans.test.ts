import type { Admission, OrgStore } from "@lockstep/model";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  applicationOf,
  attemptOf,
  deployOf,
  newRun,
  takeLease,
  unique,
} from "./contract/builders.fixture.ts";
import { hotDashboardActions } from "./contract/hot-dashboard-actions.fixture.ts";
import { newDelivery } from "./contract/new-delivery.fixture.ts";
import { newFiring } from "./contract/new-firing.fixture.ts";
import { entryOf } from "./contract/run-harness.fixture.ts";
import { watchedDatabase } from "./contract/watched-database.fixture.ts";
import { openSqliteSubject, type OpenSubject } from "./open-subject.fixture.ts";
import { createOrgStore } from "./stores/create-org-store.ts";

const page = { limit: 50, cursor: null };
const filter = { environment: "env", slug: null, states: [], version: null, deploy: null };
const entries = { chains: null, kinds: [], deploy: null, actor: null, since: null, until: null };
const firings = { environment: "env", slug: null, trigger: null, states: [] };
const span = { slug: null, since: "2026-01-01T00:00:00.000Z", until: "2026-02-01T00:00:00.000Z" };
const claim = { holder: "one", queues: null, limit: 64, leaseMs: 1_000 };

const quotas = { concurrentRuns: 5, queuedRuns: 100, runsPerMinute: 100, runsPerDay: 100, costPerDay: 5 };
const one = { key: "env/pipe/key", limit: 1, onLimit: "queue" } as const;
const limited: Admission = {
  account: "team",
  quotas: [{ scope: "team", environment: "env", name: "team", quotas }],
  concurrency: one,
};

/** What happens all the time, or over tables that only grow. */
const hot: Readonly<Record<string, (store: OrgStore) => Promise<unknown>>> = {
  "claiming runs": ({ runs }) => runs.claim(claim),
  "creating a run": ({ runs }) =>
    runs.create(newRun({ idempotency: { scope: "s", key: unique("key"), body: "sha256:a" } })),
  "creating a run under limits": ({ runs }) => runs.create(newRun({ admission: limited })),
  "creating a run that replaces another": ({ runs }) =>
    runs.create(newRun({ admission: { ...limited, concurrency: { ...one, onLimit: "cancel-oldest" } } })),
  "creating a run that takes up another": ({ runs }) =>
    runs.create(newRun({ retryOf: { run: "run", keys: {}, actors: [] } }), [attemptOf(unique("run"))]),
  "saying why runs wait": ({ queues }) => queues.explain(["run"]),
  "showing queues": ({ queues }) => queues.load("env"),
  "writing the journal": ({ runs }) => runs.write([entryOf("run", 1)]),
  "renewing runs": ({ runs }) => runs.renew("one", ["run"], 1_000),
  "finding when the next run is due": ({ runs }) => runs.nextDue(),
  "cancelling a run": ({ runs }) => runs.requestCancel("run"),
  "looking for replies": ({ runs }) => runs.loadReplies("run"),
  "answering an approval": ({ runs }) =>
    runs.answer({ run: "run", step: "ask", item: -1, attempt: 1, by: "token:ada", output: {} }),
  "listing what waits for people": ({ runs }) => runs.listApprovals({ environment: null, run: null }, page),
  "listing what of a run waits for people": ({ runs }) =>
    runs.listApprovals({ environment: null, run: "run" }, page),
  "loading locks": ({ environments }) => environments.loadLocks("env", "pipe"),
  "listing runs": ({ runs }) => runs.list(filter, page),
  "listing all runs": ({ runs }) => runs.list({ ...filter, environment: null }, page),
  "listing a pipeline's runs": ({ runs }) => runs.list({ ...filter, slug: "pipe" }, page),
  "listing runs by state": ({ runs }) => runs.list({ ...filter, states: ["failed"] }, page),
  "loading an attempt": ({ runs }) => runs.loadAttempt({ run: "run", step: "s", item: -1, attempt: 1 }),
  "loading a run's journal": ({ runs }) => runs.loadAttempts("run"),
  "reading a file of a run": ({ runFiles }) => runFiles.read("run", "path"),
  "writing a file of a run": ({ runFiles }) =>
    runFiles.write({ run: "run", fencingToken: 1, path: "path", content: "" }),
  "listing runs since an instant": ({ runs }) =>
    runs.list({ ...filter, since: "2026-01-01T00:00:00.000Z" }, page),
  "listing runs until an instant": ({ runs }) =>
    runs.list({ ...filter, until: "2026-01-01T00:00:00.000Z", order: "oldest" }, page),
  "finding runs by the beginning of their id": ({ runs }) => runs.list({ ...filter, search: "0192" }, page),
  "counting runs under way of what changes": ({ impact }) => impact.countUnended("env", ["pipe", "other"]),
  "finding who starts what changes": ({ impact }) =>
    impact.listStarters("env", ["pipe", "other"], "2026-01-01T00:00:00.000Z"),
  "reading recorded inputs": ({ impact }) => impact.listInputs("env", "pipe", 1_000),
  "reading what ended": ({ insights }) => insights.loadEnded({ ...span, environments: ["env"] }, 1_000),
  "reading what of a pipeline ended": ({ insights }) =>
    insights.loadEnded({ ...span, environments: ["env"], slug: "pipe" }, 1_000),
  "marking deploys": ({ insights }) => insights.listMarkers({ ...span, environments: ["env"] }, 50),
  "marking deploys of a pipeline": ({ insights }) =>
    insights.listMarkers({ ...span, environments: ["env"], slug: "pipe" }, 50),
  "counting runs that are listed": ({ insights }) => insights.countRuns(filter),
  "counting all runs": ({ insights }) => insights.countRuns({ ...filter, environment: null }),
  "listing how long runs took": ({ insights }) => insights.listDurations(filter, 1_000),
  "reading the history of deploys": ({ insights }) =>
    insights.loadDeployHistory("env", "2026-01-01T00:00:00.000Z"),
  ...hotDashboardActions,
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
  "listing approvals of a plan": ({ deploys }) => deploys.listApprovals("sha256:plan"),
  "finding what was in force": ({ history }) => history.loadAt("env", "2026"),
  "finding what a deploy left": ({ history }) => history.loadOf("deploy"),
  "listing past states": ({ history }) => history.list("env", { ...page, cursor: null }),
  "listing past pipelines": ({ history }) =>
    history.listPipelines("env", 1, { search: null, team: null }, page),
  "finding revisions by their beginning": ({ history }) => history.findRevisions("3f1c2ab", 5),
  "listing what changed a pipeline": ({ history }) => history.listChanges("env", "pipe", page),
  "loading a past pipeline": ({ history }) => history.loadPipeline("env", 1, "pipe"),
  "loading a past configuration": ({ history }) => history.loadConfiguration("sha256:a"),
  "loading holds in force": ({ holds }) => holds.loadInForce("env"),
  "listing holds": ({ holds }) => holds.list("env", page),
  "lifting holds": async ({ holds }) => {
    const actor = { kind: "user", id: "github:ada" } as const;
    const hold = {
      environment: "env",
      kind: "pause",
      reason: "",
      actor,
      deploy: null,
      quarantine: [],
    } as const;
    const placed = await holds.place(hold);
    await holds.liftByItself(placed, "");
    await holds.place(hold);
    return holds.lift({ environment: "env", holds: null, actor, reason: "" });
  },
  "listing records": ({ ledger }) => ledger.list("env", 1, 50),
  "listing records of a deploy": ({ deploys }) => deploys.listRecordsOf("deploy"),
  "searching the ledger": ({ ledger }) => ledger.search(entries, page),
  "searching chains from an instant on": ({ ledger }) =>
    ledger.search({ ...entries, chains: ["env", "other"], since: "2026-01-01T00:00:00.000Z" }, page),
  "searching kinds of entries": ({ ledger }) => ledger.search({ ...entries, kinds: ["denied"] }, page),
  "searching what somebody did": ({ ledger }) => ledger.search({ ...entries, actor: "token:ada" }, page),
  "listing chains": ({ ledger }) => ledger.listChains(),
  "listing debts": ({ debts }) => debts.listOpen("env"),
  "taking overdue debts": ({ debts }) => debts.takeOverdue(),
  applying: async (store) => {
    const deploy = deployOf({ environment: "env" });
    const fencingToken = await takeLease(store, "env");
    return store.deploys.apply(applicationOf(deploy, [], { fencingToken }));
  },
  "finding due schedules": ({ triggers }) => triggers.listDueSchedules(10),
  "finding what is due next": ({ triggers }) => triggers.nextDue(),
  "moving schedules on": ({ triggers }) =>
    triggers.advanceSchedules([
      { ...newFiring("env"), since: "", cursorAt: "", nextAt: "", due: [newFiring("env")], missed: null },
    ]),
  "claiming firings": ({ triggers }) => triggers.claimFirings(10, 1_000),
  "starting a firing": ({ triggers }) =>
    triggers.start({ firing: newFiring("env"), run: newRun(), overlap: "skip", once: null }),
  "raising an event": ({ triggers }) => triggers.raise("env", { id: "e", name: "n", data: null }, 0),
  "listing firings": ({ triggers }) => triggers.listFirings(firings, page),
  "listing firings of a trigger": ({ triggers }) =>
    triggers.listFirings({ ...firings, slug: "pipe", trigger: "tick" }, page),
  "listing triggers": ({ triggers }) => triggers.list("env", "pipe", page),
  "pruning firings": ({ triggers }) => triggers.prune("2000-01-01T00:00:00.000Z"),
  "listing versions": ({ versions }) => versions.listVersions("pipe", page),
  "reading events": ({ events }) => events.list(1, { environment: "env" }, 100),
  "numbering events": ({ events }) => events.publish(),
  "receiving a delivery": ({ deliveries }) => deliveries.receive(newDelivery()),
  "finding deliveries to look into": ({ deliveries }) => deliveries.listPending(100),
  "settling deliveries": ({ deliveries }) => deliveries.settle([1, 2], "done", "Looked."),
  "listing dead deliveries": ({ deliveries }) => deliveries.list({ states: ["dead"] }, page),
  "finding when the last delivery came": ({ deliveries }) => deliveries.lastReceivedAt(),
  "pruning deliveries": ({ deliveries }) => deliveries.prune("2000-01-01T00:00:00.000Z"),
  "appending to the outbox": ({ outbox }) => outbox.append([{ topic: "t", target: "t", body: {} }]),
  "finding what is to be sent": ({ outbox }) => outbox.listDue(["t", "u"], 100),
  "finding what is to be sent to others": ({ outbox }) => outbox.listDue(["t"], 100, ["a/b/"]),
  "passing events on": async ({ notifications, events }) => {
    const wanted = { limit: 100, names: ["deploy.applied"] } as const;
    await notifications.advance(wanted, () => []);
    await events.append([{ name: "deploy.applied", environment: "env", body: {} }]);
    await events.publish();
    await notifications.advance(wanted, () => []);
  },
  "marking what is delivered": ({ outbox }) => outbox.markDelivered({ position: 1, edition: 1 }),
  "reviving what was given up": ({ outbox }) => outbox.revive(1),
  "counting what is to be sent": ({ outbox }) => outbox.counts(),
  "listing what is to be sent": ({ outbox }) => outbox.list({ state: "pending" }, page),
  "listing what was given up": ({ outbox }) => outbox.list({ state: "dead" }, page),
  "pruning the outbox": ({ outbox }) => outbox.prune("2000-01-01T00:00:00.000Z"),
  "listing open pull requests": ({ pullRequests }) => pullRequests.listOpen(),
  "remembering what is reported": ({ pullRequests }) => pullRequests.saveReported("pull/1", "key", []),
  "finding how commits came in": ({ pullRequests }) => pullRequests.listEvidence(["a", "b"]),
  "finding how contents did": ({ evidence }) =>
    evidence.loadSoak("env", [{ slug: "pipe", content: "sha256:a" }]),
  "finding what tests said": ({ evidence }) => evidence.loadTests(["sha256:a"]),
  "finding smoke runs": ({ smoke }) => smoke.listUnconcluded("env"),
  "settling a smoke run": ({ smoke }) => smoke.settle("deploy", 0, "passed", ""),
  "telling how a verification ended": ({ smoke }) =>
    smoke.conclude("deploy", "verified", "", { kind: "controller", id: "controller" }),
  "finding a token": ({ tokens }) => tokens.loadByDigest("digest"),
  "finding a session": ({ sessions }) => sessions.loadByDigest("digest"),
  "using a session": ({ sessions }) => sessions.touch("session"),
  "logging in by a link": ({ sessions }) =>
    sessions.openByLink({ id: unique("session"), digest: unique("digest"), lifeMs: 1_000 }, "digest"),
  "pruning sessions": ({ sessions }) => sessions.prune(),
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
    const texts = await textsOf(action);
    expect(texts.size).toBeGreaterThan(0);
    for (const text of texts) expect({ text, steps: costlySteps(text) }).toEqual({ text, steps: [] });
  });

  test.each(["oldest", "newest"] as const)("a span of runs, %s first, reads no others", async (order) => {
    const span = { since: "2026-01-01T00:00:00.000Z", until: "2026-01-02T00:00:00.000Z", order };
    const texts = await textsOf(({ runs }) => runs.list({ ...filter, ...span }, page));
    const reading = [...texts].flatMap(stepsOf).filter((step) => /^(SEARCH|SCAN) /.test(step));
    expect(reading.toSorted()).toEqual([
      "SEARCH runs USING INDEX runs_by_environment (environment=? AND id<?)",
      "SEARCH runs USING INDEX runs_by_environment (environment=? AND id>? AND id<?)",
      "SEARCH runs USING INDEX runs_by_environment (environment=? AND id>?)",
    ]);
  });

  /** What an action asks the database. */
  async function textsOf(action: (store: OrgStore) => Promise<unknown>): Promise<ReadonlySet<string>> {
    const texts = new Set<string>();
    const database = watchedDatabase(subject.database, (text) => texts.add(text));
    const signals = { ...subject.store.signals, close: async () => {} };
    const streams = { ...subject.store.streams, close: async () => {} };
    const ids = { next: () => unique("id") };
    await action(createOrgStore({ database, signals, streams, salt: "salt", ids }));
    return texts;
  }

  /** Reading along a partial index or the primary key from one end is what a page wants; the rest costs the whole table. */
  function costlySteps(text: string): readonly string[] {
    return stepsOf(text).filter(
      (detail) =>
        /^SCAN (?!fresh|json_each|tree|called|(lanes|waiting|first|newest|named|soaked|ended|chains|stays)$)[a-z_]+$/.test(
          detail,
        ) || detail === "USE TEMP B-TREE FOR ORDER BY",
    );
  }

  function stepsOf(text: string): readonly string[] {
    const nulls = [...text.matchAll(/\?/g)].map(() => null);
    const steps = explainer.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...nulls) as {
      readonly detail: string;
    }[];
    return steps.map(({ detail }) => detail);
  }
});
