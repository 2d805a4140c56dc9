import { createRedactor } from "../redaction.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedSecret } from "../steps/step-executor.ts";
import { normalizeHost } from "./egress.ts";
import type { HttpRequest } from "./http-client.ts";

/** Fails as `security` when a request would carry a secret to a host that the secret is not for. */
export function checkSecretHosts(request: HttpRequest, secrets: readonly ResolvedSecret[]): void {
  for (const secret of secrets)
    if (secret.hosts !== null && carries(request, secret.value))
      checkSecretHost(secret, request.url.hostname);
}

/** Fails as `security` when a secret is not for a host. */
export function checkSecretHost({ name, hosts }: ResolvedSecret, hostname: string): void {
  const host = normalizeHost(hostname);
  if (hosts === null || hosts.map(normalizeHost).includes(host)) return;
  throw new StepFailure(
    "security",
    `The secret ${name} may only be sent to ${hosts.join(", ")}, not to ${host}.`,
  );
}

function carries({ url, headers, body }: HttpRequest, value: string): boolean {
  return [url.href, body ?? "", ...Object.values(headers)].some((text) => holdsSecret(text, [value]));
}

/** Whether a text holds one of the values in any form in which it would be redacted. */
export function holdsSecret(text: string, values: readonly string[]): boolean {
  return createRedactor(values).text(text) !== text;
}
