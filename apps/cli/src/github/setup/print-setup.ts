import { type ExitCode, exitCodes } from "../../program/exit-codes.ts";
import type { Invocation } from "../../program/invocation.ts";
import { table } from "../../terminal/table.ts";
import { styled, type Text } from "../../terminal/text.ts";
import { appManifest, webhookUrlOf } from "./app-manifest.ts";
import { appEvents, appPermissions } from "./app-permissions.ts";
import type { SetupPlan } from "./setup-plan.ts";

/** Prints how to make the App by hand, without asking anything of the network. */
export function printSetup({ output }: Invocation, plan: SetupPlan): ExitCode {
  const manifest = appManifest({ ...plan.app, redirectUrl: null });
  const webhookUrl = webhookUrlOf(plan.app.publicUrl);
  const permissions = appPermissions(plan.app);
  const found = {
    page: plan.page,
    apiUrl: plan.apiUrl,
    webhookUrl,
    permissions,
    events: appEvents,
    manifest,
  };
  output.present(found, () => [
    styled("bold", `1. Open ${plan.page} and make an App with these permissions:`),
    "",
    ...table(
      ["PERMISSION", "ACCESS", "WHY"],
      permissions.map(({ name, access, reason }) => [name, access, reason]),
    ),
    "",
    ...webhookLines(webhookUrl),
    "",
    styled(
      "bold",
      "3. Generate a private key on the App's page, install the App on the repository, and set:",
    ),
    "",
    "  LOCKSTEP_GITHUB_APP_ID=…              the App ID on its page",
    "  LOCKSTEP_GITHUB_PRIVATE_KEY=….pem     path of the key that was downloaded",
    ...(webhookUrl === null ? [] : ["  LOCKSTEP_GITHUB_WEBHOOK_SECRET=…      the secret of step 2"]),
    ...(plan.apiUrl === "https://api.github.com" ? [] : [`  LOCKSTEP_GITHUB_API_URL=${plan.apiUrl}`]),
    "",
    "The same as a manifest, for GitHub's manifest flow:",
    "",
    ...JSON.stringify(manifest, null, 2).split("\n"),
  ]);
  return exitCodes.done;
}

function webhookLines(webhookUrl: string | null): readonly Text[] {
  if (webhookUrl === null) {
    return [
      styled(
        "bold",
        "2. Switch the webhook off: GitHub cannot reach LOCKSTEP_PUBLIC_URL, and polling finds everything.",
      ),
    ];
  }
  return [
    styled(
      "bold",
      `2. Webhook: ${webhookUrl}, content type application/json, with a long random secret. Events:`,
    ),
    "",
    ...table(
      ["EVENT", "SAYS"],
      appEvents.map(({ name, reason }) => [name, reason]),
    ),
  ];
}
