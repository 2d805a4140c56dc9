import {
  type AppliedPipeline,
  type Approval,
  chainStart,
  type Channel,
  type Deploy,
  type DeployRecord,
  type DetectedDrift,
  type EnvironmentStatus,
  Failure,
  hashDeployRecord,
  type NewEvent,
  type OrgEvent,
  type OrgStore,
  type Run,
  toTimestamp,
  type Token,
} from "@lockstep/model";

import { pageOfArray } from "../views/page-view.ts";

/** The parts of an org database that the API uses, in memory. */
export function createMemoryOrgStore(): OrgStore {
  const now = () => toTimestamp(Date.now());
  const environments = new Map<string, EnvironmentStatus>();
  const applied = new Map<string, AppliedPipeline[]>();
  const deploys = new Map<string, Deploy>();
  const records: DeployRecord[] = [];
  const approvals: (Approval & { deploy: string })[] = [];
  const drifts = new Map<string, DetectedDrift[]>();
  const runs = new Map<string, { run: Run; key: string | null; body: string | null }>();
  const tokens = new Map<string, Token>();
  const secrets = new Map<string, { name: string; updatedAt: string; sealed: string }>();
  const people = new Map<string, { name: string; email: string }>();
  const unpublished: NewEvent[] = [];
  const events: OrgEvent[] = [];
  const listeners: { channel: Channel; listener: () => void }[] = [];
  const hints = new Set<string>();
  const notify = (channel: Channel) => {
    for (const one of listeners) if (one.channel === channel) one.listener();
  };
  const append = (more: readonly NewEvent[]) => {
    unpublished.push(...more);
    notify("event");
  };

  const store = {
    dialect: "sqlite",
    now: async () => now(),
    ping: async () => {},
    environments: {
      list: async () => [...environments.values()],
      load: async (slug: string) => environments.get(slug) ?? null,
      async saveFindings(environment, findings) {
        const before = environments.get(environment.slug);
        environments.set(environment.slug, {
          sequence: 0,
          appliedRevision: null,
          appliedControlRevision: null,
          appliedDeploy: null,
          appliedAt: null,
          policy: null,
          createdAt: now(),
          ...before,
          ...environment,
          ...findings,
          observedAt: now(),
        });
      },
      async loadApplied(slug) {
        const status = environments.get(slug);
        return {
          environment: slug,
          sequence: status?.sequence ?? 0,
          revision: null,
          controlRevision: null,
          policy: null,
          policyDigest: null,
          pipelines: new Map(),
        };
      },
      listPipelines: async (slug, { search, team }, page) =>
        pageOfArray(
          (applied.get(slug) ?? []).filter(
            (one) => one.slug.includes(search ?? "") && (team === null || one.team === team),
          ),
        )(page),
      loadPipeline: async (environment, slug) =>
        applied.get(environment)?.find((one) => one.slug === slug) ?? null,
      async raiseHint(slug) {
        hints.add(slug);
        notify("hint");
      },
      async takeHints() {
        const taken = [...hints];
        hints.clear();
        return taken;
      },
    },
    deploys: {
      async transition({ deploy, events: more }) {
        deploys.set(deploy.id, deploy);
        append(more);
        return "written";
      },
      async apply(application) {
        const { deploy, manifests, record, events: more } = application;
        deploys.set(deploy.id, deploy);
        applied.set(
          deploy.environment,
          manifests.map(({ slug, version, content, manifest, team, path, uses }) => ({
            slug,
            version,
            content,
            manifest,
            team,
            path,
            uses,
            deploy: deploy.id,
            since: now(),
          })),
        );
        const unhashed = {
          environment: deploy.environment,
          position: records.length + 1,
          kind: record.kind,
          deploy: deploy.id,
          at: now(),
          body: record.body,
          previous: records.at(-1)?.hash ?? chainStart,
        };
        const hashed = { ...unhashed, hash: hashDeployRecord(unhashed) };
        records.push(hashed);
        append(more);
        return { outcome: "applied", sequence: 1, record: hashed };
      },
      load: async (id) => deploys.get(id) ?? null,
      loadOpen: async (environment) =>
        [...deploys.values()].find((one) => one.environment === environment && one.state === "waiting") ??
        null,
      list: async ({ environment, states }, page) =>
        pageOfArray(
          [...deploys.values()]
            .reverse()
            .filter((one) => environment === null || one.environment === environment)
            .filter((one) => states.length === 0 || states.includes(one.state)),
        )(page),
      listRecordsOf: async (deploy) => records.filter((record) => record.deploy === deploy),
      async approve(deploy, approval) {
        const made = { ...approval, at: now() };
        approvals.push({ ...made, deploy });
        return made;
      },
      listApprovals: async (id) =>
        approvals.filter(({ deploy }) => deploy === id).map(({ deploy: _, ...approval }) => approval),
    },
    versions: {
      listVersions: async (slug, page) =>
        pageOfArray(
          [...applied].flatMap(([environment, pipelines]) =>
            pipelines
              .filter((one) => one.slug === slug)
              .map(({ version, content, manifest, since }) => ({
                slug,
                version,
                content,
                manifest,
                release: null,
                appliedIn: [environment],
                firstSeenAt: since,
              })),
          ),
        )(page),
    },
    drift: {
      async saveFindings(environment, findings, detectedBy) {
        drifts.set(
          environment,
          findings.map((one) => ({ ...one, environment, since: now(), detectedBy })),
        );
        return { detected: findings.length, cleared: 0 };
      },
      list: async (environment) => drifts.get(environment) ?? [],
    },
    runs: {
      async create({ idempotency, ...newRun }) {
        const key = idempotency === null ? null : `${idempotency.scope}\n${idempotency.key}`;
        const twin = [...runs.values()].find((one) => key !== null && one.key === key);
        if (twin !== undefined) {
          if (twin.body !== idempotency?.body)
            throw new Failure("unprocessable", "Another body.", { code: "IDEMPOTENCY_MISMATCH" });
          return { run: twin.run, isNew: false };
        }
        const run: Run = {
          ...newRun,
          state: "queued",
          output: null,
          error: null,
          createdAt: now(),
          startedAt: null,
          endedAt: null,
          wakeAt: null,
          cancelRequested: false,
        };
        runs.set(run.id, { run, key, body: idempotency?.body ?? null });
        append([{ name: "run.queued", environment: run.environment, body: { run: run.id } }]);
        return { run, isNew: true };
      },
      claim: async () => [...runs.values()].map(({ run }) => ({ run, fencingToken: 1, attempts: [] })),
      async write(entries) {
        for (const { run: id, state, events: more } of entries) {
          const entry = runs.get(id);
          if (entry === undefined || state === null) continue;
          entry.run = {
            ...entry.run,
            state: state.to,
            ...("output" in state ? { output: state.output } : {}),
          };
          append(more);
        }
        return entries.map(() => "written");
      },
      load: async (id) => runs.get(id)?.run ?? null,
      loadAttempts: async () => [],
      listLogs: async (_run, _filter, page) => pageOfArray([])(page),
      list: async (filter, page) =>
        pageOfArray(
          [...runs.values()]
            .map(({ run }) => run)
            .reverse()
            .filter((run) => filter.environment === null || run.environment === filter.environment)
            .filter((run) => filter.states.length === 0 || filter.states.includes(run.state)),
        )(page),
      counts: async () => ({ queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 }),
      async requestCancel(id) {
        const entry = runs.get(id);
        if (entry !== undefined) entry.run = { ...entry.run, cancelRequested: true };
        return entry !== undefined;
      },
    },
    tokens: {
      async insert(token) {
        tokens.set(token.id, token);
      },
      loadByDigest: async (digest) => [...tokens.values()].find((one) => one.digest === digest) ?? null,
      list: async () => [...tokens.values()],
      async touch(id) {
        const token = tokens.get(id);
        if (token !== undefined) tokens.set(id, { ...token, lastUsedAt: now() });
      },
      async revoke(id) {
        const token = tokens.get(id);
        if (token !== undefined) tokens.set(id, { ...token, revokedAt: now() });
        return token !== undefined;
      },
    },
    secrets: {
      async put(environment, name, sealed) {
        secrets.set(`${environment}/${name}`, { name, updatedAt: now(), sealed });
      },
      load: async (environment, name) => secrets.get(`${environment}/${name}`)?.sealed ?? null,
      list: async (environment) =>
        [...secrets]
          .filter(([key]) => key.startsWith(`${environment}/`))
          .map(([, { name, updatedAt }]) => ({ name, updatedAt })),
      remove: async (environment, name) => secrets.delete(`${environment}/${name}`),
    },
    people: {
      async remember(person) {
        const id = `person:${person.email.length}`;
        people.set(id, person);
        return id;
      },
      load: async (ids) => new Map([...people].filter(([id]) => ids.includes(id))),
    },
    events: {
      append: async (more) => append(more),
      async publish() {
        const count = unpublished.length;
        for (const event of unpublished.splice(0))
          events.push({ ...event, id: events.length + 1, at: now() });
        if (count > 0) notify("event");
        return count;
      },
      list: async (after, { environment }, limit) =>
        events
          .filter((event) => event.id > after && (environment === null || event.environment === environment))
          .slice(0, limit),
      lastId: async () => events.length,
    },
    outbox: { counts: async () => ({ pending: 0, dead: 0, oldestAt: null }) },
    leases: { acquire: async () => 1 },
    signals: {
      notify: async (channel) => notify(channel),
      listen(channel, listener) {
        const one = { channel, listener };
        listeners.push(one);
        return () => void listeners.splice(listeners.indexOf(one), 1);
      },
    },
    close: async () => {},
  } satisfies PartialStore;
  return store as unknown as OrgStore;
}

type PartialStore = {
  readonly [Part in keyof OrgStore]?: OrgStore[Part] extends (...parameters: never[]) => unknown
    ? OrgStore[Part]
    : Partial<OrgStore[Part]>;
};
