import { hostname } from "node:os";

import type { Dashboard, DiskSpace, TokenMakers } from "@lockstep/api";
import {
  createCommitExplainer,
  createComparisons,
  createDriftMender,
  createPlanner,
  createPreviews,
  createPromotions,
  createProposeChange,
  createWorkerSource,
  type ReadToken,
  type RevisionSource,
} from "@lockstep/controller";
import { createPipelineLoader } from "@lockstep/manifest";
import {
  type Comparisons,
  type DriftMender,
  type ExplainCommit,
  type Forge,
  type ForgeDoor,
  type Ids,
  type OrgStore,
  type PipelineLoader,
  type Planner,
  type Previews,
  type Promotions,
  type SecretSource,
  type Token,
  systemClock,
} from "@lockstep/model";
import { lockDataDirectory, openStore } from "@lockstep/store";
import { Registry } from "prom-client";
import { v7 as uuidv7 } from "uuid";

import type { ServerConfiguration } from "../configuration/settings.ts";
import { ensureDemoRepository } from "../demo/demo-repository.ts";
import { createSealedSecrets, type SealedSecrets } from "../secrets/sealed-secrets.ts";
import { createSecretSource } from "../secrets/secret-source.ts";
import { ensureAdminToken } from "./admin-token.ts";
import { connectForge } from "./connect-forge.ts";
import { createLog } from "./create-log.ts";
import { type DataDirectory, openDataDirectory } from "./data-directory.ts";
import { measureDisk } from "./disk-space.ts";
import { loadDashboard } from "./load-dashboard.ts";
import { createRoomCheck } from "./room-check.ts";

/** Everything that the parts of a process share. */
export interface Installation {
  readonly configuration: ServerConfiguration;
  readonly data: DataDirectory;
  readonly store: OrgStore;
  readonly source: RevisionSource;
  readonly forge: Forge;
  /** `null` where no webhook secret has been agreed on: then no delivery is let in. */
  readonly forgeDoor: ForgeDoor | null;
  readonly planner: Planner;
  readonly previews: Previews;
  readonly comparisons: Comparisons;
  readonly promotions: Promotions;
  readonly driftMender: DriftMender;
  readonly explainCommit: ExplainCommit;
  readonly pipelines: PipelineLoader;
  readonly secrets: SecretSource;
  readonly sealed: SealedSecrets;
  readonly metrics: Registry;
  readonly log: ReturnType<typeof createLog>;
  readonly ids: Ids;
  readonly makers: TokenMakers;
  /** The token whose secret is in the data directory. */
  readonly adminToken: Token;
  /** The built dashboard; `not-built` where `apps/ui` was not, `null` where none is wanted. */
  readonly dashboard: Dashboard | "not-built" | null;
  readonly measureDisk: () => Promise<DiskSpace>;
  /** Fails as `disk-full` when no new run must be made. */
  readonly requireRoom: () => Promise<void>;
  /** Names this process among those that execute runs. */
  readonly runner: string;
  close(): Promise<void>;
}

/** Opens data directory, database and repository. A database of another repository refuses the start. */
export async function openInstallation(configuration: ServerConfiguration): Promise<Installation> {
  const log = createLog(configuration);
  const ids: Ids = { next: () => uuidv7() };
  const data = await openDataDirectory(configuration.dataDirectory);
  const lock = lockDataDirectory(data.path);
  const repository = configuration.repository ?? (await ensureDemoRepository(data.path));
  const store = await openStore({
    url: configuration.databaseUrl,
    file: data.databaseFile,
    ids,
    clock: systemClock,
    salt: data.serverKey,
  });
  const { forge, forgeDoor } = connectForge(configuration.github, { environments: store.environments, log });
  const source = createWorkerSource(
    repository,
    { location: repository, directory: data.mirror, token: configuration.gitToken },
    { readToken: gitTokenReader(configuration, forge) },
  );
  await store.claimInstallation(withoutCredentials(repository));
  const makers = { clock: systemClock, ids, serverKey: data.serverKey };
  const adminToken = await ensureAdminToken(store.tokens, data, makers);
  const sealed = createSealedSecrets(data.serverKey);
  const secrets = createSecretSource({
    variables: configuration.secretVariables,
    directory: configuration.secretDirectory,
    store: store.secrets,
    sealed,
  });
  const { controlBranch } = configuration;
  const planning = { store, source, secrets, forge, controlBranch };
  const measure = () => measureDisk(data.path);
  return {
    configuration: { ...configuration, repository },
    data,
    store,
    source,
    forge,
    forgeDoor,
    driftMender: createDriftMender({
      store,
      source,
      controlBranch,
      proposeChange: createProposeChange(forge),
    }),
    planner: createPlanner(planning),
    previews: createPreviews({ ...planning, clock: systemClock }),
    comparisons: createComparisons(planning),
    promotions: createPromotions({ store, evidence: store.evidence, source, forge }),
    explainCommit: createCommitExplainer({ store, source }),
    pipelines: createPipelineLoader(store.versions),
    secrets,
    sealed,
    metrics: new Registry(),
    log,
    ids,
    makers,
    adminToken,
    dashboard: configuration.hasDashboard ? await loadDashboard(log) : null,
    measureDisk: measure,
    requireRoom: createRoomCheck(measure, systemClock),
    runner: `${hostname()}:${process.pid}:${ids.next()}`,
    async close() {
      await source.close();
      await store.close();
      lock.release();
    },
  };
}

/** A token that was set for git wins; else the forge's, which ends and is renewed. */
function gitTokenReader({ gitToken, github }: ServerConfiguration, forge: Forge): ReadToken | null {
  return gitToken !== null || github === null ? null : (signal) => forge.readGitToken(signal);
}

function withoutCredentials(repository: string): string {
  if (!URL.canParse(repository)) return repository;
  const url = new URL(repository);
  url.username = "";
  url.password = "";
  return url.href;
}
