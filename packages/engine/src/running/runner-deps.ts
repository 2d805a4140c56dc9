import type { Clock, PipelineLoader, RunStore, SecretSource, Timer } from "@lockstep/model";

import type { HttpClient } from "../http/http-client.ts";
import type { ConfigurationLoader } from "./configuration-loader.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** Everything a runner reaches the world through. */
export interface RunnerDeps {
  readonly runs: Pick<RunStore, "write">;
  readonly configuration: ConfigurationLoader;
  readonly pipelines: PipelineLoader;
  readonly secrets: SecretSource;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Only where runs are tests. */
  readonly rehearsal?: Rehearsal;
}
