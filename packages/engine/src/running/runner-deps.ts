import type { Clock, PipelineLoader, RunStore, SecretSource, Timer } from "@lockstep/model";

import type { ComposeChild } from "../admission/compose-child.ts";
import type { HttpClient } from "../http/http-client.ts";
import type { ConfigurationLoader } from "./configuration-loader.ts";

/** Everything a runner reaches the world through. */
export interface RunnerDeps {
  readonly runs: Pick<RunStore, "write" | "loadReplies">;
  /** Prepares runs that `pipeline` steps start. */
  readonly composeChild: ComposeChild;
  readonly configuration: ConfigurationLoader;
  readonly pipelines: PipelineLoader;
  readonly secrets: SecretSource;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly timer: Timer;
}
