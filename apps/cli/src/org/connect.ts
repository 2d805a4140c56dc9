import type { Invocation } from "../program/invocation.ts";
import { createOrgClient, type OrgClient } from "./org-client.ts";
import { resolveOrg } from "./resolve-org.ts";

/** A client for the org that a command means. */
export async function connect(cli: Pick<Invocation, "world" | "target">): Promise<OrgClient> {
  return createOrgClient(await resolveOrg(cli), cli.world.fetch);
}
