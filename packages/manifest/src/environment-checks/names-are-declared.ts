import { didYouMean, type ProblemCode } from "@lockstep/model";

import { type Finding, findingAt, type Path } from "../text/finding.ts";
import type { EnvironmentCheck } from "./environment-check.ts";

/** Connections and channels name secrets, notifications channels and the fallback a team of the same file. */
export const namesAreDeclared: EnvironmentCheck = ({ environment }) => {
  const { secrets, channels, connections, teams, notifications, fallbackTeam } = environment;
  return [
    ...Object.entries(connections).flatMap(([name, { secret }]) =>
      declared("SECRET_MISSING", secret, secrets, ["connections", name, "secret"]),
    ),
    ...Object.entries(channels).flatMap(([name, { secret }]) =>
      declared("SECRET_MISSING", secret, secrets, ["channels", name, "secret"]),
    ),
    ...notifications.flatMap(({ to }, index) =>
      declared("CONNECTION_MISSING", to, channels, ["notifications", index, "to"]),
    ),
    ...(fallbackTeam === null ? [] : declared("NO_QUEUE", fallbackTeam, teams, ["fallbackTeam"])),
  ];
};

const sections: Partial<Record<ProblemCode, string>> = {
  SECRET_MISSING: "secrets",
  CONNECTION_MISSING: "channels",
  NO_QUEUE: "teams",
};

function declared(code: ProblemCode, name: string, section: object, path: Path): Finding[] {
  if (Object.hasOwn(section, name)) return [];
  const meant = didYouMean(name, Object.keys(section));
  return [
    findingAt(
      code,
      path,
      `"${name}" is not declared under \`${sections[code]}\`.`,
      meant === null ? `Declare it under \`${sections[code]}\`.` : `Did you mean "${meant}"?`,
    ),
  ];
}
