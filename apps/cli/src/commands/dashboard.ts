import { connect } from "../org/connect.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";

interface LoginLink {
  readonly url: string;
  readonly expiresAt: string;
}

interface Options {
  readonly open?: boolean;
}

/** `lockstep dashboard`: a way into the dashboard without typing a token. */
export const dashboardCommand: CommandDefinition = (program, act) => {
  program
    .command("dashboard")
    .summary("a link that logs a browser in")
    .description(
      "Prints a link to the dashboard that logs a browser in as the token of this tool, once, within 10 minutes.",
    )
    .option("--open", "open it in the browser of this machine")
    .addHelpText(
      "after",
      examples(
        ["lockstep dashboard --open", "straight into the dashboard"],
        ["lockstep dashboard --target production", "of an org that you logged in to"],
      ),
    )
    .action(act(showLink));
};

async function showLink(cli: Invocation, _: [], options: Options): Promise<ExitCode> {
  const org = await connect(cli);
  const { url, expiresAt } = await org.post<LoginLink>("/session/links", {});
  const isOpen = options.open === true && (await cli.world.openBrowser(url));
  if (options.open === true && !isOpen)
    cli.output.note("No browser can be opened here; open the link yourself.");
  cli.output.present({ url, expiresAt }, () => [isOpen ? "The dashboard is open in your browser." : url]);
  return exitCodes.done;
}
