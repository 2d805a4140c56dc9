/** A pipeline that greets; its behaviour is its text. */
export interface Greeter {
  readonly version: string;
  readonly text?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Files of one small pipeline, keyed by path. */
export function greeter(
  slug: string,
  { version, text = "Hello", more = {} }: Greeter,
): Record<string, string> {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version,
    input: { schema: { type: "object", properties: { name: { type: "string", default: "world" } } } },
    output: { value: { greeting: "{{ steps.greet.output.text }}" } },
    steps: [{ id: "greet", type: "set", with: { values: { text: `${text}, {{ input.name }}!` } } }],
    ...more,
  };
  return { [`pipelines/${slug}.pipeline.json`]: JSON.stringify(manifest, null, 2) };
}

/** File of one environment that applies by itself, keyed by path. */
export function environment(slug: string, branch: string, more: object = {}): Record<string, string> {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug,
    tier: slug === "production" ? "production" : "staging",
    source: { branch },
    immutability: { mode: "strict", semver: "enforce" },
    teams: { shared: { queue: `${slug}-shared` } },
    fallbackTeam: "shared",
    ...more,
  };
  return { [`environments/${slug}.json`]: JSON.stringify(manifest, null, 2) };
}

/** Staging on develop, production on main. */
export const twoEnvironments = { ...environment("staging", "develop"), ...environment("production", "main") };
