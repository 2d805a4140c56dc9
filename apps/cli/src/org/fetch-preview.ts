import { apiPath } from "./api-path.ts";
import type { OrgClient } from "./org-client.ts";
import type { PreviewAnswer } from "./responses.ts";

/** The plan of an environment for a revision, or for its branch's head, and what every gate says. */
export function fetchPreview(
  org: OrgClient,
  environment: string,
  revision: string | undefined,
): Promise<PreviewAnswer> {
  return org.fetch(apiPath("environments", environment, "plan"), { revision });
}
