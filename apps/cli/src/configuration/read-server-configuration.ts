import { gatherGitHubSettings } from "./gather-github-settings.ts";
import { gatherConfiguration, invalid, locateDataDirectory, locateRepository } from "./read-configuration.ts";
import type { ServerConfiguration } from "./settings.ts";
import type { Variables } from "./variables.ts";

/**
 * Reads what a server process runs with, the files that settings name included. Every mistake is named in one
 * `configuration-invalid` failure.
 */
export function readServerConfiguration(variables: Variables, workingDirectory: string): ServerConfiguration {
  const { configuration, errors } = gatherConfiguration(variables, workingDirectory);
  const github = gatherGitHubSettings(variables, {
    repository: locateRepository(variables, workingDirectory),
    dataDirectory: locateDataDirectory(variables, workingDirectory),
    workingDirectory,
  });
  const all = [...errors, ...github.errors];
  if (configuration === null || all.length > 0) throw invalid(all);
  return { ...configuration, github: github.settings };
}
