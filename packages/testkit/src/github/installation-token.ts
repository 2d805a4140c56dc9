import { randomBytes } from "node:crypto";

import type { GitHubWorld } from "./github-state.ts";

const hour = 3_600_000;

/** Makes tokens of 520 characters, as long as GitHub's, which fit into no column of 255. */
const tokenBytes = 387;

/** A token of the installation that lives for an hour. */
export function createInstallationToken(world: GitHubWorld): {
  readonly token: string;
  readonly expiresAt: number;
} {
  const token = `ghs_${randomBytes(tokenBytes).toString("base64url")}`;
  const expiresAt = world.now() + hour;
  world.state.tokens.set(token, { kind: "installation", expiresAt });
  return { token, expiresAt };
}
