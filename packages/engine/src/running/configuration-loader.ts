import { type Environment, type EnvironmentStore, Failure, type Slug } from "@lockstep/model";

/** Gives the configuration in force in an environment. Failures: `not-found`, those of the store. */
export type ConfigurationLoader = (environment: Slug) => Promise<Environment>;

/**
 * Many runs that begin in one turn of the event loop share one query. Nothing is kept longer: a run must never see
 * the configuration from before the deploy that brought its version.
 */
export function createConfigurationLoader(environments: Pick<EnvironmentStore, "load">): ConfigurationLoader {
  const scheduled = new Map<Slug, Promise<Environment>>();

  async function load(slug: Slug): Promise<Environment> {
    await new Promise((resolve) => setImmediate(resolve));
    scheduled.delete(slug);
    const policy = (await environments.load(slug))?.policy ?? null;
    if (policy === null) throw new Failure("not-found", `Nothing is applied in the environment ${slug}.`);
    return policy;
  }

  return (slug) => {
    const joined = scheduled.get(slug);
    if (joined !== undefined) return joined;
    const loading = load(slug);
    scheduled.set(slug, loading);
    return loading;
  };
}
