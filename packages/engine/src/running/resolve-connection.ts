import { StepFailure } from "../step-failure.ts";
import type { ResolvedConnection } from "../steps/step-executor.ts";
import { resolveValue } from "./resolve-value.ts";
import type { RunSetting } from "./run-setting.ts";
import type { SecretBox } from "./secret-box.ts";

/** A connection that the run may use, with its secret, which is redacted from then on. Fails as `security` for one that is undeclared or not shared. */
export async function resolveConnection(
  name: string,
  { claimed, configuration, graph, deps }: RunSetting,
  box: SecretBox,
): Promise<ResolvedConnection> {
  const { pipeline } = graph;
  const { environment } = claimed.run;
  if (!pipeline.uses.connections.includes(name))
    throw new StepFailure("security", `The pipeline does not declare the connection ${name}.`);
  const declared = configuration?.connections[name];
  if (declared === undefined)
    throw new StepFailure("security", `The environment ${environment} declares no connection ${name}.`);
  const { type, teams, secret } = declared;
  if (teams !== null && (pipeline.team === null || !teams.includes(pipeline.team)))
    throw new StepFailure(
      "security",
      `The connection ${name} is not shared with the team of ${pipeline.slug}.`,
    );
  const reference = configuration?.secrets[secret];
  if (reference === undefined)
    throw new StepFailure("security", `The environment ${environment} declares no secret ${secret}.`);
  const address = await resolveValue({ source: deps.secrets, environment, name: secret }, reference);
  box.hide(address);
  return { type, address };
}
