import type {
  ChannelReference,
  Clock,
  ConnectionReference,
  Connections,
  Json,
  LogLine,
  Provenance,
  RunFileOutcome,
  Sandbox,
  SecretReference,
  StepType,
  StreamPiece,
  Timer,
  Usage,
} from "@lockstep/model";
import type { stepTypeTable } from "@lockstep/step-types";
import type { Static } from "typebox";

import type { EgressPolicy, HttpClient } from "../http/http-client.ts";
import type { Mailer } from "../mail/mailer.ts";
import type { Suspended } from "./suspended.ts";

/** What a step of a type is told, its templates evaluated and its shape checked. */
export type WithOf<Type extends StepType> = Static<(typeof stepTypeTable)[Type]["with"]>;

/** A secret's value with the rules for its use. */
export interface ResolvedSecret {
  readonly name: string;
  readonly value: string;
  readonly hosts: SecretReference["hosts"];
}

/** A channel of the environment with the secret that is its address. */
export interface ResolvedChannel {
  readonly name: string;
  readonly type: ChannelReference["type"];
  readonly secret: ResolvedSecret;
}

/** Publishes one answer while it comes in. */
export interface AnswerWriter {
  write(text: string): void;
  /** Publishes what is left. */
  end(): void;
}

/** A run that a step starts. */
export interface LaunchRequest {
  /** `slug@1.2.3`, `slug@^1.2.0` or `slug@~1.2.0`. */
  readonly callee: string;
  readonly input: Json;
  readonly isAwaited: boolean;
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
  /**
   * The same for every attempt of one step of one run, and of one `forEach` item; also in a run that takes this one up.
   */
  readonly idempotencyKey: string;
  /** Aborted at the attempt's timeout, on cancellation and when the run is lost to another runner. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly http: HttpClient;
  readonly mailer: Mailer;
  readonly egress: EgressPolicy;
  /** What `with` may hold; for rules about where it may be sent. */
  readonly secrets: readonly ResolvedSecret[];
  /** Where a message of the step comes from. */
  readonly origin: Pick<StreamPiece, "environment" | "run" | "step"> & Pick<Provenance, "slug" | "version">;
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
  /** Counts what was used of a model, even if the attempt fails afterwards. */
  report(usage: Usage): void;
  /** Resolves a channel; its address is redacted from then on. Throws StepFailure. */
  openChannel(name: string): Promise<ResolvedChannel>;
  /** Begins an answer that others may watch. */
  openAnswer(): AnswerWriter;
  /** Prepares a run, which begins once this attempt's outcome is durable, and gives its id. Throws StepFailure. */
  launch(request: LaunchRequest): Promise<string>;
}

/** An output, or what the attempt goes on waiting for. */
export type StepResult = Json | Suspended;

/** Does what a step type says and gives the output, or what it waits for. Throws StepFailure. */
export type StepExecutor<Type extends StepType> = (
  parameters: WithOf<Type>,
  context: StepContext,
) => StepResult | Promise<StepResult>;
