/** Names that an expression may use, with a key by which equal scopes are told apart from others. */
export interface NameScope {
  readonly key: string;
  readonly names: ReadonlySet<string>;
}

const everywhere = ["vars", "secrets", "env", "pipeline"] as const;

/** In steps and in the output of a run. */
export const runScope = nameScope([...everywhere, "input", "steps", "run"]);

/** In `concurrency.key`, before any step. */
export const admissionScope = nameScope([...everywhere, "input", "run"]);

/** In triggers, before there is a run. */
export const triggerScope = nameScope([...everywhere, "trigger"]);

/** In assertions of tests, after the run. */
export const assertionScope = nameScope([
  ...everywhere,
  "input",
  "steps",
  "run",
  "output",
  "status",
  "error",
]);

/** A scope with further names. */
export function withNames(scope: NameScope, names: readonly string[]): NameScope {
  return names.length === 0 ? scope : nameScope([...scope.names, ...names]);
}

function nameScope(names: readonly string[]): NameScope {
  return { key: names.join(" "), names: new Set(names) };
}
