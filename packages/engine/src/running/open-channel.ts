import { StepFailure } from "../step-failure.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";
import { resolveValue } from "./resolve-value.ts";
import type { RunSetting } from "./run-setting.ts";
import type { SecretBox } from "./secret-box.ts";

/** A channel with its address, which is secret. StepFailure: `security` for one that the environment lacks. */
export async function openChannel(
  { claimed, configuration, deps }: RunSetting,
  box: SecretBox,
  name: string,
): Promise<ResolvedChannel> {
  const { environment } = claimed.run;
  const channel = own(configuration?.channels ?? {}, name);
  if (channel === undefined)
    throw new StepFailure("security", `The environment ${environment} declares no channel ${name}.`);
  const reference = own(configuration?.secrets ?? {}, channel.secret);
  if (reference === undefined)
    throw new StepFailure(
      "security",
      `The channel ${name} needs the secret ${channel.secret}, which ${environment} does not have.`,
    );
  const place = { source: deps.secrets, environment, name: channel.secret };
  const value = await resolveValue(place, reference);
  box.hide(value);
  return { name, type: channel.type, secret: { name: channel.secret, value, hosts: reference.hosts } };
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
