import { Failure, type ForgeDoor, type NewDelivery } from "@lockstep/model";

import { formAt, idAt, isObject, type PayloadObject } from "./payload-reader.ts";
import { emptyHint, readHint } from "./read-hint.ts";
import { verifySignature } from "./verify-signature.ts";

export interface GitHubDoorOptions {
  /** The webhook's secret, then those that it had before and that are still in use while it is exchanged. */
  readonly secrets: readonly string[];
  /** Our repository's id as far as it is known: events of others are kept, but say nothing. */
  readonly repositoryId?: () => string | null;
}

type Headers = { readonly [name: string]: string | undefined };

/** Lets in what GitHub signed, and keeps of it only where to look. Header names are in lower case. */
export function createGitHubDoor(options: GitHubDoorOptions): ForgeDoor {
  const [current, ...previous] = options.secrets.filter((secret) => secret !== "");
  if (current === undefined)
    throw new Failure(
      "configuration-invalid",
      "The webhook has no secret: without one anybody could send events.",
    );
  return {
    async admit({ headers, body }) {
      await verifySignature([current, ...previous], body, headerOf(headers, "x-hub-signature-256"));
      refuseOtherTypes(headerOf(headers, "content-type"));
      const envelope = readEnvelope(headers);
      return toDelivery(envelope, parsePayload(body), options.repositoryId?.() ?? null);
    },
  };
}

function refuseOtherTypes(contentType: string | undefined): void {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return;
  throw new Failure("unsupported-media-type", "Set the webhook's content type to application/json.");
}

interface Envelope {
  readonly hook: string;
  readonly id: string;
  readonly event: string;
}

function readEnvelope(headers: Headers): Envelope {
  return {
    hook: headerOfForm(headers, "x-github-hook-id", /^\d{1,20}$/),
    id: headerOfForm(headers, "x-github-delivery", /^[A-Za-z0-9-]{1,100}$/),
    event: headerOfForm(headers, "x-github-event", /^[a-z][a-z0-9_]{0,99}$/),
  };
}

function headerOfForm(headers: Headers, name: string, form: RegExp): string {
  const value = headerOf(headers, name);
  if (value === undefined || !form.test(value))
    throw new Failure("invalid-input", `The header ${name} is missing or not as GitHub writes it.`);
  return value;
}

function headerOf(headers: Headers, name: string): string | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined;
}

function parsePayload(body: Uint8Array): PayloadObject {
  let payload: unknown;
  try {
    payload = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new Failure("invalid-input", "The body is not JSON.");
  }
  if (!isObject(payload)) throw new Failure("invalid-input", "The body is not a JSON object.");
  return payload;
}

function toDelivery(envelope: Envelope, payload: PayloadObject, ours: string | null): NewDelivery {
  const action = formAt(payload, /^[a-z][a-z0-9_]{0,99}$/, "action");
  const repository = idAt(payload, "repository", "id");
  const isForeign = ours !== null && repository !== null && repository !== ours;
  return {
    ...envelope,
    action,
    repository,
    hint: isForeign ? emptyHint : readHint(envelope.event, action, payload),
  };
}
