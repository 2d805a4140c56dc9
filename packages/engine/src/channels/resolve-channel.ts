import type { Environment, SecretSource, Slug } from "@lockstep/model";

import { resolveValue } from "../running/resolve-value.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";

/** Where a channel is declared. */
export interface ChannelPlace {
  readonly environment: Slug;
  /** `null` where there is none. */
  readonly configuration: Pick<Environment, "channels" | "secrets"> | null;
  readonly source: SecretSource;
}

/** A channel with its address, which is secret. StepFailure: `security` for one that the environment lacks. */
export async function resolveChannel(
  name: string,
  { environment, configuration, source }: ChannelPlace,
): Promise<ResolvedChannel> {
  const channel = own(configuration?.channels ?? {}, name);
  if (channel === undefined)
    throw new StepFailure("security", `The environment ${environment} declares no channel ${name}.`);
  const reference = own(configuration?.secrets ?? {}, channel.secret);
  if (reference === undefined)
    throw new StepFailure(
      "security",
      `The channel ${name} needs the secret ${channel.secret}, which ${environment} does not have.`,
    );
  const value = await resolveValue({ source, environment, name: channel.secret }, reference);
  return { name, type: channel.type, secret: { name: channel.secret, value, hosts: reference.hosts } };
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
