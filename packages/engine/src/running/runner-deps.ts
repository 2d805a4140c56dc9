import type {
  Clock,
  Connections,
  PipelineLoader,
  RunFiles,
  RunStore,
  Sandbox,
  SecretSource,
  Timer,
} from "@lockstep/model";

import type { HttpClient } from "../http/http-client.ts";
import type { ConfigurationLoader } from "./configuration-loader.ts";

/** Everything a runner reaches the world through. */
export interface RunnerDeps {
  readonly runs: Pick<RunStore, "write">;
  readonly configuration: ConfigurationLoader;
  readonly pipelines: PipelineLoader;
  readonly secrets: SecretSource;
  readonly http: HttpClient;
  readonly sandbox: Sandbox;
  readonly connections: Connections;
  readonly files: RunFiles;
  readonly clock: Clock;
  readonly timer: Timer;
}
