import { createRedactor } from "../redaction.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedSecret } from "../steps/step-executor.ts";
import { normalizeHost } from "./egress.ts";
import type { HttpRequest } from "./http-client.ts";

/** Fails as `security` when a request would carry a secret to a host that the secret is not for. */
export function checkSecretHosts(request: HttpRequest, secrets: readonly ResolvedSecret[]): void {
  const host = normalizeHost(request.url.hostname);
  for (const { name, value, hosts } of secrets) {
    if (hosts === null || hosts.map(normalizeHost).includes(host)) continue;
    if (!carries(request, value)) continue;
    throw new StepFailure(
      "security",
      `The secret ${name} may only be sent to ${hosts.join(", ")}, not to ${host}.`,
    );
  }
}

function carries({ url, headers, body }: HttpRequest, value: string): boolean {
  return [url.href, body ?? "", ...Object.values(headers)].some((text) => holdsSecret(text, [value]));
}

/** Whether a text holds one of the values in any form in which it would be redacted. */
export function holdsSecret(text: string, values: readonly string[]): boolean {
  return createRedactor(values).text(text) !== text;
}
