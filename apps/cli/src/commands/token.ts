import { roles } from "@lockstep/model";
import { Option } from "commander";

import { createToken } from "../access/create-token.ts";
import { listTokens } from "../access/list-tokens.ts";
import { revokeToken } from "../access/revoke-token.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { parseSpan } from "../program/parse-option.ts";

/** `lockstep token …`: who may use the API. */
export const tokenCommand: CommandDefinition = (program, act) => {
  const token = program
    .command("token")
    .summary("who may use the API")
    .description("Makes, lists and revokes API tokens. Needs the role admin.")
    .addHelpText("after", examples(["lockstep token list", "who may use the API"]));
  token
    .command("create")
    .argument("<name>", "name of the token; teams refer to it as token:<name>")
    .summary("make a token")
    .description(
      "Makes a token and prints its secret, which is shown this once. With --env it reaches that environment only.",
    )
    .addOption(new Option("--role <role>", "what it may do").choices(roles).default("viewer"))
    .option("--expires <duration>", "after how long it ends, such as 90d", parseSpan)
    .addHelpText(
      "after",
      examples(
        ["lockstep token create ci --role deployer -e staging", "for one environment"],
        ["lockstep token create dashboard --expires 90d", "a viewer for 90 days"],
      ),
    )
    .action(act(createToken));
  token
    .command("list")
    .summary("tokens, without their secrets")
    .description("Lists tokens with role, reach, last use and end.")
    .addHelpText("after", examples(["lockstep token list --json", "for programs"]))
    .action(act(listTokens));
  token
    .command("revoke")
    .argument("<id>", "id of the token, from `lockstep token list`")
    .summary("revoke a token")
    .description("Ends a token at once and closes its open streams.")
    .addHelpText("after", examples(["lockstep token revoke 0192f0c4-…", "it is refused from now on"]))
    .action(act(revokeToken));
};
