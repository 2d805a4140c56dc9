import { listSecrets } from "../access/list-secrets.ts";
import { removeSecret } from "../access/remove-secret.ts";
import { setSecret } from "../access/set-secret.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";

/** `lockstep secret …`: what `store:` references of an environment resolve to. */
export const secretCommand: CommandDefinition = (program, act) => {
  const secret = program
    .command("secret")
    .summary("stored secrets of an environment")
    .description(
      "Sets, lists and removes what `store:NAME` references resolve to. Values go in and never come out.",
    )
    .addHelpText("after", examples(["lockstep secret list -e staging", "names, never values"]));
  secret
    .command("set")
    .argument("<name>", "name of the secret, such as CRM_TOKEN")
    .summary("set a secret")
    .description(
      "Sets a secret. The value is asked for, or read from standard input; it is never an argument.",
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep secret set CRM_TOKEN -e staging", "asks for the value"],
        ["lockstep secret set CRM_TOKEN -e staging < token.txt", "from a file"],
      ),
    )
    .action(act(setSecret));
  secret
    .command("list")
    .summary("names of the stored secrets")
    .description("Lists the names of an environment's stored secrets and when they were set.")
    .addHelpText("after", examples(["lockstep secret list -e production", "names, never values"]))
    .action(act(listSecrets));
  secret
    .command("rm")
    .argument("<name>", "name of the secret")
    .summary("remove a secret")
    .description("Removes a stored secret. Plans that need it wait from then on.")
    .addHelpText("after", examples(["lockstep secret rm CRM_TOKEN -e staging", "remove it"]))
    .action(act(removeSecret));
};
