import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { readSecret } from "../prompting/read-secret.ts";
import { apiPath } from "./api-path.ts";
import { isLoopback } from "./is-loopback.ts";
import { knownOrgsPath, readKnownOrgs, writeKnownOrgs } from "./known-orgs.ts";
import { createOrgClient, type OrgClient } from "./org-client.ts";

interface Options {
  readonly alias: string;
  readonly instanceUrl: string;
}

const aliasPattern = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** Remembers an org once it has answered to the token. The first one becomes the default. */
export async function loginOrg(cli: Invocation, _: readonly unknown[], options: Options): Promise<ExitCode> {
  const { alias } = options;
  if (!aliasPattern.test(alias)) throw wrongUse("An alias has lower-case letters, digits, dots and dashes.");
  const url = parseInstanceUrl(options.instanceUrl);
  const path = knownOrgsPath(cli.world);
  const known = await readKnownOrgs(path);
  const token = (await readSecret(cli.world, "token")).trim();
  const org = { url, token, environment: cli.environment };
  await assertAnswers(
    createOrgClient({ ...org, source: "--instance-url" }, cli.world.fetch),
    cli.environment,
  );
  await writeKnownOrgs(path, {
    ...known,
    default: known.default ?? alias,
    orgs: { ...known.orgs, [alias]: org },
  });
  cli.output.present({ alias, url, environment: cli.environment, default: known.default ?? alias }, () => [
    `Logged in. Use it with --target ${alias}.`,
  ]);
  return exitCodes.done;
}

function parseInstanceUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw wrongUse(
      "--instance-url must be an address such as https://lockstep.example, without user or password.",
    );
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw wrongUse("A token goes over plain http to this machine only. Use https:// for --instance-url.");
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

async function assertAnswers(org: OrgClient, environment: string | null): Promise<void> {
  const path = environment === null ? apiPath("environments") : apiPath("environments", environment);
  await org.fetch(path);
}
