import type { ExitCode } from "./exit-codes.ts";
import type { Invocation } from "./invocation.ts";

type Action<Arguments extends readonly unknown[], Options extends object> = (
  cli: Invocation,
  args: Arguments,
  options: Options,
) => Promise<ExitCode>;

/** An action whose module is loaded when the command runs: compiling manifests takes longer to load than to ask an org. */
export function deferred<Arguments extends readonly unknown[], Options extends object>(
  load: () => Promise<Action<Arguments, Options>>,
): Action<Arguments, Options> {
  return async (cli, args, options) => {
    const action = await load();
    return action(cli, args, options);
  };
}
