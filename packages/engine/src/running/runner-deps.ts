import type {
  Clock,
  Connections,
  PipelineLoader,
  RunFiles,
  RunStore,
  Sandbox,
  SecretSource,
  StepStreams,
  Timer,
} from "@lockstep/model";

import type { ComposeChild } from "../admission/compose-child.ts";
import type { HttpClient } from "../http/http-client.ts";
import type { Mailer } from "../mail/mailer.ts";
import type { ConfigurationLoader } from "./configuration-loader.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** Everything a runner reaches the world through. */
export interface RunnerDeps {
  readonly runs: Pick<RunStore, "write" | "loadReplies">;
  /** Prepares runs that `pipeline` steps start. */
  readonly composeChild: ComposeChild;
  readonly configuration: ConfigurationLoader;
  readonly pipelines: PipelineLoader;
  readonly secrets: SecretSource;
  readonly http: HttpClient;
  readonly mailer: Mailer;
  /** Where answers go while they come in. */
  readonly streams: StepStreams;
  readonly sandbox: Sandbox;
  readonly connections: Connections;
  readonly files: RunFiles;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Only where runs are tests. */
  readonly rehearsal?: Rehearsal;
}
