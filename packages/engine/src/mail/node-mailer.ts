import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { createTransport } from "nodemailer";

import { lookupOf, type Resolve, resolveByDns, resolvePermitted } from "../http/resolve-permitted.ts";
import { StepFailure } from "../step-failure.ts";
import { mailFailure } from "./mail-failure.ts";
import type { Mail, Mailer, MailServer } from "./mailer.ts";

/** How long a server may stay silent, in milliseconds. */
const silenceMs = 30_000;

/** Mail over nodemailer, on a connection of ours: to an address that egress allows, and to no other. */
export function createNodeMailer({ resolve = resolveByDns }: { readonly resolve?: Resolve } = {}): Mailer {
  return {
    async send(mail) {
      const connection = await openConnection(mail, resolve);
      const abandon = (): void => {
        connection.destroy();
      };
      mail.signal.addEventListener("abort", abandon, { once: true });
      if (mail.signal.aborted) abandon();
      try {
        await deliver(mail, connection);
      } finally {
        mail.signal.removeEventListener("abort", abandon);
        connection.destroy();
      }
    },
  };
}

async function openConnection({ server, egress, signal }: Mail, resolve: Resolve): Promise<Socket> {
  const { host, port } = server;
  const addresses = await resolvePermitted(egress, host, resolve);
  const timeout = AbortSignal.timeout(silenceMs);
  const socket = connect({ host, port, lookup: lookupOf(addresses) });
  // Whoever uses the socket hears of its errors; between two users nobody would, which ends the process.
  socket.on("error", () => undefined);
  try {
    await once(socket, "connect", { signal: AbortSignal.any([signal, timeout]) });
    return socket;
  } catch (cause) {
    socket.destroy();
    const type = timeout.aborted ? "timeout" : "connectivity";
    throw new StepFailure(type, `The mail server ${host} could not be reached.`, { cause });
  }
}

async function deliver(mail: Mail, connection: Socket): Promise<void> {
  const { server, from, to, subject, text, messageId, headers } = mail;
  const transport = createTransport({ ...settingsOf(server), connection });
  try {
    const { rejected } = await transport.sendMail({
      from,
      to: [...to],
      subject,
      text,
      messageId,
      headers: { ...headers },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    if (rejected.length > 0)
      throw new StepFailure(
        "provider",
        `The mail server ${server.host} refused ${rejected.length} of ${to.length} recipients.`,
      );
  } catch (thrown) {
    throw mailFailure(server, thrown);
  } finally {
    transport.close();
  }
}

function settingsOf({ host, port, tls, login }: MailServer) {
  return {
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "required",
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
  };
}
