import type { Behaviour, Ending, StepManifest, Theme } from "../../harness/behaviours/behaviour.ts";

type Signal = "success" | "failure" | "cascade";

const refuse = { type: "assert", with: { that: false, message: "It is refused." } };

/** How a dependency comes to its end, the steps that bring it there, and what the spec says that it signals. */
const dependencies = {
  completed: { signal: "success", steps: [{ id: "dep", type: "echo", with: { value: 1 } }] },
  failed: { signal: "failure", steps: [{ id: "dep", ...refuse }] },
  "skipped by its own when": {
    signal: "success",
    steps: [{ id: "dep", type: "echo", with: { value: 1 }, when: "{{ false }}" }],
  },
  "skipped by onError": {
    signal: "success",
    steps: [{ id: "dep", ...refuse, onError: { strategy: "skip" } }],
  },
  "skipped because of a failure": {
    signal: "failure",
    steps: [
      { id: "above", ...refuse },
      { id: "dep", type: "echo", with: { value: 1 }, dependsOn: ["above"] },
    ],
  },
  "skipped with skip-cascade": {
    signal: "cascade",
    steps: [{ id: "dep", type: "echo", with: { value: 1 }, when: "{{ false }}", whenUnmet: "skip-cascade" }],
  },
} as const satisfies Record<string, { signal: Signal; steps: readonly StepManifest[] }>;

const runOns = ["success", "failure", "always"] as const;

const conditions = {
  "without when": {},
  "when true": { when: "{{ true }}" },
  "when false": { when: "{{ false }}" },
};

const strategies = {
  "onError fail": {},
  "onError skip": { onError: { strategy: "skip" } },
  "onError fallback": { onError: { strategy: "fallback", value: "instead" } },
};

const works = { "that works": true, "that breaks": false };

interface Combination {
  readonly dependency: keyof typeof dependencies;
  readonly runOn: (typeof runOns)[number];
  readonly condition: keyof typeof conditions;
  readonly strategy: keyof typeof strategies;
  readonly work: keyof typeof works;
}

const goesOn: Readonly<Record<Combination["runOn"], readonly Signal[]>> = {
  success: ["success"],
  failure: ["failure"],
  always: ["success", "failure", "cascade"],
};

const ends: Readonly<Record<Combination["strategy"], readonly [Ending, Signal]>> = {
  "onError fail": ["failed", "failure"],
  "onError skip": ["skipped", "success"],
  "onError fallback": ["completed", "success"],
};

/** How the step ends and what it signals, by the tables of docs/spec/runs.md. */
function endOf({ dependency, runOn, condition, strategy, work }: Combination): readonly [Ending, Signal] {
  const { signal } = dependencies[dependency];
  if (!goesOn[runOn].includes(signal))
    return ["skipped", runOn === "failure" && signal === "success" ? "success" : signal];
  if (condition === "when false") return ["skipped", "success"];
  return works[work] ? ["completed", "success"] : ends[strategy];
}

/** The dependency, the step in question, and two that listen to its signal. */
function behaviourOf(combination: Combination): Behaviour {
  const { dependency, runOn, condition, strategy, work } = combination;
  const [end, signal] = endOf(combination);
  const step = {
    id: "step",
    ...(works[work] ? { type: "echo", with: { value: 2 } } : refuse),
    dependsOn: ["dep"],
    runOn,
    ...conditions[condition],
    ...strategies[strategy],
  };
  const listener = (id: string, runOn: string) => ({
    id,
    type: "echo",
    with: { value: "{{ steps.step.status }}" },
    dependsOn: ["step"],
    runOn,
  });
  const isFailed = dependencies[dependency].signal === "failure" || end === "failed";
  return {
    name: `runOn ${runOn}, ${condition}, ${strategy}, a step ${work} is ${end}`,
    steps: [
      ...dependencies[dependency].steps,
      step,
      listener("after_success", "success"),
      listener("after_failure", "failure"),
    ],
    expected: {
      status: isFailed ? "failed" : "completed",
      steps: {
        step: end,
        after_success: signal === "success" ? "completed" : "skipped",
        after_failure: signal === "failure" ? "completed" : "skipped",
      },
    },
  };
}

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) => Object.keys(table) as Key[];

function combinationsAfter(dependency: Combination["dependency"]): readonly Combination[] {
  return runOns.flatMap((runOn) =>
    keysOf(conditions).flatMap((condition) =>
      keysOf(strategies).flatMap((strategy) =>
        keysOf(works).map((work) => ({ dependency, runOn, condition, strategy, work })),
      ),
    ),
  );
}

/** Every combination of `runOn`, `when`, `onError`, success and failure, after every end of a dependency. */
export const combinations: readonly Theme[] = keysOf(dependencies).map((dependency, index) => ({
  slug: `combination-${index + 1}`,
  title: `after a dependency that is ${dependency}`,
  behaviours: combinationsAfter(dependency).map(behaviourOf),
}));
