import { InvalidArgumentError } from "commander";

import { showStatus } from "../github/show-status.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { deferred } from "../program/deferred.ts";
import { examples } from "../program/examples.ts";

/** `lockstep github …`: the connection with GitHub. */
export const githubCommand: CommandDefinition = (program, act) => {
  const github = program
    .command("github")
    .summary("set up GitHub, and see what is missing")
    .description(
      "Makes the GitHub App that shows checks on pull requests and deployments on commits, and tells what is missing. Everything else works without GitHub.",
    )
    .addHelpText("after", examples(["lockstep github status", "what is missing"]));
  github
    .command("setup")
    .summary("make the GitHub App")
    .description(
      "Serves a page on this machine that makes a GitHub App with the permissions that are needed, saves its credentials in the data directory (LOCKSTEP_DATA) and then tells what is missing. Webhooks are part of it where LOCKSTEP_PUBLIC_URL is an https:// address that GitHub can reach.",
    )
    .option("--org <organisation>", "make it in an organisation; in your own account when not given")
    .option("--host <url>", "the GitHub host; that of LOCKSTEP_REPO or https://github.com when not given")
    .option("--name <name>", "name of the App, unique on the host; can be changed on GitHub")
    .option(
      "--no-bump",
      "without commits by Lockstep (versions, promotions, adopted drift): contents can be read only",
    )
    .option(
      "--no-comment",
      "without the right to open pull requests (promotions, adopted drift) and to keep one comment on each (LOCKSTEP_GITHUB_COMMENT=on)",
    )
    .option("--port <port>", "port of the local page; a free one when not given", parsePort, 0)
    .option("--replace", "make another App although one is saved")
    .option("--print", "print how to do it by hand, and the manifest; asks nothing of the network")
    .addHelpText(
      "after",
      examples(
        ["lockstep github setup --org acme", "in an organisation"],
        ["lockstep github setup --host https://github.acme.example", "on an Enterprise Server"],
        ["lockstep github setup --print", "by hand, or on a machine without a browser"],
      ),
    )
    .action(act(deferred(async () => (await import("../github/setup/setup-github.ts")).setupGitHub)));
  github
    .command("status")
    .summary("what works, what is missing and what to do")
    .description(
      "Asks the org to look at its GitHub App or token: permissions, events, webhook, required checks; and how far it is behind with telling GitHub. Exit code 1 when something is missing.",
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep github status", "after setting up"],
        ["lockstep github status --json", "for programs"],
      ),
    )
    .action(act(showStatus));
};

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a port from 0 to 65535.");
}
