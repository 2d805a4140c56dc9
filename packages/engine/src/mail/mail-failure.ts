import type { StepErrorType } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { MailServer } from "./mailer.ts";

/** nodemailer's codes for faults that are not the server's answer. */
const types: Readonly<Record<string, StepErrorType>> = {
  ETIMEDOUT: "timeout",
  ECONNECTION: "connectivity",
  ESOCKET: "connectivity",
  ECONNRESET: "connectivity",
  EPIPE: "connectivity",
  EDNS: "connectivity",
};

const reasons: Readonly<Record<string, string>> = {
  ETIMEDOUT: "did not answer in time",
  EAUTH: "refused the login",
  ETLS: "does not offer the encryption that is asked for",
  EENVELOPE: "refused the sender or a recipient",
  EMESSAGE: "refused the message",
};

/** What nodemailer threw, without the server's own words: they may repeat the login. */
export function mailFailure({ host }: MailServer, thrown: unknown): StepFailure {
  if (thrown instanceof StepFailure) return thrown;
  const code = fieldOf(thrown, "code");
  const status = fieldOf(thrown, "responseCode");
  const name = typeof code === "string" ? code : "";
  const type = types[name] ?? "provider";
  const reason = reasons[name] ?? (type === "connectivity" ? "broke the connection off" : "refused the mail");
  const message = `The mail server ${host} ${reason}${typeof status === "number" ? ` (${status})` : ""}.`;
  return new StepFailure(type, message, typeof status === "number" ? { details: { status } } : {});
}

function fieldOf(thrown: unknown, name: string): unknown {
  return typeof thrown === "object" && thrown !== null ? Reflect.get(thrown, name) : undefined;
}
