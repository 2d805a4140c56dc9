import type {
  Clock,
  ConnectionReference,
  Connections,
  Json,
  LogLine,
  RunFileOutcome,
  Sandbox,
  SecretReference,
  StepType,
} from "@lockstep/model";
import type { stepTypeTable } from "@lockstep/step-types";
import type { Static } from "typebox";

import type { EgressPolicy, HttpClient } from "../http/http-client.ts";

/** What a step of a type is told, its templates evaluated and its shape checked. */
export type WithOf<Type extends StepType> = Static<(typeof stepTypeTable)[Type]["with"]>;

/** A secret's value with the rules for its use. */
export interface ResolvedSecret {
  readonly name: string;
  readonly value: string;
  readonly hosts: SecretReference["hosts"];
}

/** A declared connection and the value of its secret. */
export interface ResolvedConnection {
  readonly type: ConnectionReference["type"];
  readonly address: string;
}

/** The files of the run that a step belongs to. */
interface OwnFiles {
  /** `null` when there is none. */
  read(path: string): Promise<string | null>;
  write(path: string, content: string): Promise<RunFileOutcome>;
}

/** The world as one attempt may touch it. */
export interface StepContext {
  /** The same for every attempt of one step of one run, and of one `forEach` item. */
  readonly idempotencyKey: string;
  /** Aborted at the attempt's timeout, on cancellation and when the run is lost to another runner. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly egress: EgressPolicy;
  /** What `with` may hold; for rules about where it may be sent. */
  readonly secrets: readonly ResolvedSecret[];
  /** When the run started: milliseconds since the epoch. */
  readonly startedAt: number;
  /** The attempt's timeout. */
  readonly timeoutMs: number;
  readonly sandbox: Sandbox;
  readonly connections: Connections;
  readonly files: OwnFiles;
  /** A connection that the pipeline and the environment declare. Throws StepFailure `security`. */
  resolveConnection(name: string): Promise<ResolvedConnection>;
  /** Evaluates a deferred template with further names in reach. Throws StepFailure. */
  evaluate(template: Json, names: { readonly [name: string]: Json }): Json;
  log(level: LogLine["level"], message: string): void;
}

/** Does what a step type says and gives the output. Throws StepFailure. */
export type StepExecutor<Type extends StepType> = (
  parameters: WithOf<Type>,
  context: StepContext,
) => Json | Promise<Json>;
