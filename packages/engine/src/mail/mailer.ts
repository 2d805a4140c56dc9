import type { EgressPolicy } from "../http/http-client.ts";

/** A mail server and how to speak to it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `offered`: STARTTLS where the server has it. */
  readonly tls: "implicit" | "required" | "offered";
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** One plain text message. No field but `text` holds a line break. */
export interface Mail {
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt, so that a mailbox can recognise a message that was sent twice. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly egress: EgressPolicy;
  readonly signal: AbortSignal;
}

/** The way to mail servers. StepFailure: `security` when egress forbids it, `connectivity`, `timeout`, `provider` when the server refuses. */
export interface Mailer {
  /** Resolves when the server has accepted the message for all recipients. */
  send(mail: Mail): Promise<void>;
}
