import type { Environment } from "@lockstep/model";

import type { Finding } from "../text/finding.ts";

/** An environment whose shape is right. */
interface CheckedEnvironment {
  readonly path: string;
  readonly environment: Environment;
}

/** One rule about a single environment. */
export type EnvironmentCheck = (checked: CheckedEnvironment) => readonly Finding[];
