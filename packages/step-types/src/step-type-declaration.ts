import type { Effects, JsonObject, JsonSchema, StepType } from "@lockstep/model";
import type { TObject } from "typebox";

/** What a step type needs from the world; an engine without one of them cannot run it. */
export type Power =
  | "network"
  | "connection"
  | "channel"
  | "sandbox"
  | "storage"
  | "timer"
  | "people"
  | "runs";

/**
 * Which values of `with` are meant: a JSON pointer in which `*` stands for one name and a final `**` for everything
 * below, the place itself included.
 */
export type FieldPattern = string;

/** Everything Lockstep knows of a step type without running it. */
export interface StepTypeDeclaration<With extends TObject = TObject> {
  readonly type: StepType;
  /** One sentence for the catalogue. */
  readonly summary: string;
  /** JSON Schema of `with` after its templates were evaluated; `Static` of it is what an executor receives. */
  readonly with: With;
  /** What the step gives, as far as `with` tells. */
  outputSchema(parameters: JsonObject): JsonSchema;
  /** What a step without `effects` has, and the least that one may claim. */
  readonly effects: { readonly default: Effects; readonly floor: Effects };
  /** Fields in which `{{ secrets.X }}` may stand. */
  readonly secrets: readonly FieldPattern[];
  /** Fields taken literally: `{{` has no meaning there. */
  readonly literal: readonly FieldPattern[];
  /** Templates that the step evaluates itself, later, with further names in reach. */
  readonly deferred: Readonly<Record<FieldPattern, readonly string[]>>;
  readonly powers: readonly Power[];
}
