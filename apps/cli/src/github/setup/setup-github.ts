import { Failure } from "@lockstep/model";

import { readConfiguration } from "../../configuration/read-configuration.ts";
import {
  readSavedGitHubApp,
  savedGitHubAppPath,
  writeSavedGitHubApp,
} from "../../configuration/saved-github-app.ts";
import { type ExitCode, exitCodes } from "../../program/exit-codes.ts";
import type { Invocation } from "../../program/invocation.ts";
import { styled } from "../../terminal/text.ts";
import { appManifest } from "./app-manifest.ts";
import { convertManifest } from "./convert-manifest.ts";
import { findMissing } from "./find-missing.ts";
import { printSetup } from "./print-setup.ts";
import { missingPage, startPage } from "./setup-pages.ts";
import { planSetup, type SetupOptions } from "./setup-plan.ts";
import { type SetupServer, startSetupServer } from "./setup-server.ts";

/**
 * Makes a GitHub App with a person at a local page and saves its credentials. Ends when the person is done or
 * interrupts; failed when no App was made until then.
 */
export async function setupGitHub(
  cli: Invocation,
  _: readonly unknown[],
  options: SetupOptions,
): Promise<ExitCode> {
  const configuration = readConfiguration(cli.world.env, cli.world.cwd);
  const plan = planSetup(options, configuration);
  if (options.print === true) return printSetup(cli, plan);
  const { dataDirectory } = configuration;
  if (options.replace !== true) assertNoneSaved(dataDirectory);

  const { page, apiUrl, app } = plan;
  let installUrl: string | null = null;
  const server = await startSetupServer(options.port, {
    showStart(redirectUrl, state) {
      const manifest = appManifest({ ...app, redirectUrl });
      return startPage({ action: `${page}?state=${state}`, manifest, ...app });
    },
    async create(code) {
      const saved = await convertManifest({ apiUrl, code }, cli.world.fetch);
      const path = await writeSavedGitHubApp(dataDirectory, saved);
      installUrl = `${saved.url}/installations/new`;
      cli.output.note(
        [styled("green", "made "), saved.url],
        `Its credentials are in ${path}, readable by you only.`,
        `Install it: ${installUrl}`,
        "Then start Lockstep, or start it again. The page tells what is missing; press Done there, or Ctrl-C here.",
      );
    },
    async showMissing(doneAction) {
      const missing = await findMissing(cli.world, configuration);
      const savedIn = savedGitHubAppPath(dataDirectory);
      return missingPage({ installUrl: installUrl ?? "", savedIn, doneAction, ...missing });
    },
  });
  // Also under --json: without the address nobody gets further.
  cli.world.stderr.write(`Open ${server.url} in a browser on this machine. Ctrl-C ends it.\n`);
  await ended(server, cli.world.interrupted);
  if (installUrl === null) throw new Failure("cancelled", "No App was made.");
  cli.output.present({ savedIn: savedGitHubAppPath(dataDirectory), installUrl }, () => []);
  return exitCodes.done;
}

function assertNoneSaved(dataDirectory: string): void {
  const saved = readSavedGitHubApp(dataDirectory);
  if (saved === null) return;
  throw new Failure(
    "conflict",
    `There is an App already: ${saved.url}, in ${savedGitHubAppPath(dataDirectory)}.\nUse --replace to make another; the old one stays on GitHub until it is deleted there.`,
  );
}

async function ended(server: SetupServer, interrupted: AbortSignal): Promise<void> {
  const interruption = new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    interrupted.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([server.done, interruption]);
  await server.close();
}
