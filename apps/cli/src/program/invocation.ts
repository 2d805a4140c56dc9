import type { Output } from "../terminal/output.ts";
import type { World } from "./world.ts";

/** One call of one command: where it runs, where it prints, and the options that every command has. */
export interface Invocation {
  readonly world: World;
  readonly output: Output;
  /** `--env`; `null` leaves the choice to the org entry or the only environment. */
  readonly environment: string | null;
  /** `--target`, an alias made by `org login`. */
  readonly target: string | null;
}
