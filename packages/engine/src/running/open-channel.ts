import { resolveChannel } from "../channels/resolve-channel.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";
import type { RunSetting } from "./run-setting.ts";
import type { SecretBox } from "./secret-box.ts";

/** A channel with its address, which is redacted from then on. StepFailure: `security` for one that the environment lacks. */
export async function openChannel(
  { claimed, configuration, deps }: RunSetting,
  box: SecretBox,
  name: string,
): Promise<ResolvedChannel> {
  const { environment } = claimed.run;
  const channel = await resolveChannel(name, { environment, configuration, source: deps.secrets });
  box.hide(channel.secret.value);
  return channel;
}
