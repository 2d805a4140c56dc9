import { displayOrg } from "../org/display-org.ts";
import { listOrgs } from "../org/list-orgs.ts";
import { loginOrg } from "../org/login-org.ts";
import { logoutOrg } from "../org/logout-org.ts";
import { setDefaultOrg } from "../org/set-default-org.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";

/** `lockstep org …`: the orgs that this user knows. */
export const orgCommand: CommandDefinition = (program, act) => {
  const org = program
    .command("org")
    .summary("the orgs you know, and which one commands mean")
    .description(
      [
        "Known orgs are kept in `lockstep/orgs.json` in your config directory, readable by you only.",
        "Commands mean the org of --target; else the one of LOCKSTEP_TOKEN at LOCKSTEP_PUBLIC_URL, or at LOCKSTEP_HOST and LOCKSTEP_PORT; else the default org; else the server whose data directory is here.",
      ].join("\n"),
    )
    .addHelpText("after", examples(["lockstep org list", "which orgs are known"]));
  org
    .command("login")
    .summary("remember an org under an alias")
    .description(
      "Checks a token against an org and remembers both. The token is asked for, or read from standard input.",
    )
    .requiredOption("-a, --alias <alias>", "name for --target")
    .requiredOption("-u, --instance-url <url>", "address of the org")
    .addHelpText(
      "after",
      examples(
        [
          "lockstep org login --alias acme --instance-url https://lockstep.acme.example",
          "asks for the token",
        ],
        [
          "lockstep org login -a staging -u https://lockstep.acme.example -e staging < token",
          "an alias for one environment",
        ],
      ),
    )
    .action(act(loginOrg));
  org
    .command("list")
    .summary("known orgs")
    .description("Lists known orgs; the default one is marked. Tokens are not shown.")
    .addHelpText("after", examples(["lockstep org list --json", "for programs"]))
    .action(act(listOrgs));
  org
    .command("default")
    .argument("<alias>")
    .summary("choose the org that commands mean without --target")
    .description("Makes a known org the default.")
    .addHelpText("after", examples(["lockstep org default acme", "from now on, acme"]))
    .action(act(setDefaultOrg));
  org
    .command("display")
    .summary("the org that commands mean here, and whether it answers")
    .description("Shows the address, where it was found, and whether it answers with this token.")
    .addHelpText("after", examples(["lockstep org display -t acme", "is acme there?"]))
    .action(act(displayOrg));
  org
    .command("logout")
    .argument("<alias>")
    .summary("forget an org")
    .description(
      "Removes an org and its token from this machine. The token itself stays valid; revoke it with `lockstep token revoke`.",
    )
    .addHelpText("after", examples(["lockstep org logout acme", "forget acme"]))
    .action(act(logoutOrg));
};
