/** A step as a manifest declares it. */
export type StepManifest = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

export type Ending = "completed" | "failed" | "skipped" | "cancelled";

/** What a run must have come to. What is left out may be anything. */
export interface Expected {
  readonly status: Exclude<Ending, "skipped">;
  readonly output?: unknown;
  readonly error?: {
    readonly type: string;
    readonly contains?: string;
    readonly step?: string;
    readonly details?: object;
  };
  /** How the steps ended; a step that is not named may have ended in any way. */
  readonly steps?: Readonly<Record<string, Ending>>;
  /** Steps that must not have completed, whatever is kept of them. */
  readonly undone?: readonly string[];
  /** How many tries steps had. */
  readonly tries?: Readonly<Record<string, number>>;
}

/** One claim about what runs do: a tiny pipeline, and how its run must end. */
export interface Behaviour {
  readonly name: string;
  readonly steps: readonly StepManifest[];
  /** Further fields of the manifest. */
  readonly manifest?: object;
  readonly input?: unknown;
  /** What people answer, by step, once they are asked. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The step that is under way when somebody cancels the run. */
  readonly cancelledAt?: string;
  readonly expected: Expected;
}

/** A suite of them about one thing. */
export interface Theme {
  readonly slug: string;
  readonly title: string;
  readonly behaviours: readonly Behaviour[];
}

/** A run of one step gives that step's output. */
export function gives(
  name: string,
  step: Omit<StepManifest, "id"> & { type: string },
  output: unknown,
): Behaviour {
  return {
    name,
    steps: [{ id: "only", ...step }],
    manifest: { output: { value: "{{ steps.only.output }}" } },
    expected: { status: "completed", output, steps: { only: "completed" } },
  };
}

/** A run of one step fails with that step's error. */
export function fails(
  name: string,
  step: Omit<StepManifest, "id"> & { type: string },
  error: Omit<NonNullable<Expected["error"]>, "step"> & { readonly tries?: number },
): Behaviour {
  const { tries = 1, ...rest } = error;
  return {
    name,
    steps: [{ id: "only", ...step }],
    expected: {
      status: "failed",
      error: { ...rest, step: "only" },
      steps: { only: "failed" },
      tries: { only: tries },
    },
  };
}
