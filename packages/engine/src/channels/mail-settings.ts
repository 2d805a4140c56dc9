import { normalizeHost } from "../http/egress.ts";
import type { Mail, MailServer } from "../mail/mailer.ts";
import { StepFailure } from "../step-failure.ts";
import type { ResolvedChannel } from "../steps/step-executor.ts";

const addressPattern = /^[^\s<>()[\],;:"\\]+@[^\s<>()[\],;:"\\@]+$/;

/**
 * Reads the secret of an `smtp` channel: `smtp://user:password@host:587?from=a@example.com&to=b@example.com`, `to` as
 * often as there are recipients, `smtps:` for TLS from the first byte. StepFailure: `validation`.
 */
export function mailSettingsOf(channel: ResolvedChannel): Pick<Mail, "server" | "from" | "to"> {
  const url = URL.canParse(channel.secret.value) ? new URL(channel.secret.value) : null;
  if (url === null || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "")
    throw misfit(channel, "it is not an smtp or smtps URL");
  const [from] = url.searchParams.getAll("from");
  const to = url.searchParams.getAll("to");
  if (from === undefined || !addressPattern.test(from)) throw misfit(channel, "it has no `from` address");
  if (to.length === 0 || !to.every((address) => addressPattern.test(address)))
    throw misfit(channel, "it has no `to` address, or one that is none");
  return { server: serverOf(url, channel), from, to };
}

function serverOf(url: URL, channel: ResolvedChannel): MailServer {
  const isImplicit = url.protocol === "smtps:";
  const login =
    url.username === ""
      ? null
      : { user: decode(url.username, channel), password: decode(url.password, channel) };
  return {
    host: normalizeHost(url.hostname),
    port: url.port === "" ? (isImplicit ? 465 : 587) : Number(url.port),
    // A password never goes over a line that others can read.
    tls: isImplicit ? "implicit" : login === null ? "offered" : "required",
    login,
  };
}

function decode(text: string, channel: ResolvedChannel): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw misfit(channel, "its user or password is not URL-encoded");
  }
}

function misfit({ name, secret }: ResolvedChannel, why: string): StepFailure {
  return new StepFailure(
    "validation",
    `The secret ${secret.name} does not fit the smtp channel ${name}: ${why}.`,
  );
}
