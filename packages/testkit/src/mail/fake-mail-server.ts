import { type AddressInfo, createServer, type Socket } from "node:net";

/** A mail as it came over the line. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, with CRLF. */
  readonly source: string;
}

/** An SMTP server on loopback, without encryption and logins. */
export interface FakeMailServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Every command line that any client sent. */
  readonly commands: readonly string[];
  /** Answers a command, by its first word or its whole line, with this instead; `null` says nothing at all. */
  replyTo(command: string, reply: string | null): void;
  close(): Promise<void>;
}

export async function startFakeMailServer(): Promise<FakeMailServer> {
  const sockets = new Set<Socket>();
  const mails: ReceivedMail[] = [];
  const commands: string[] = [];
  const replies = new Map<string, string | null>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, { mails, commands, replies });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    commands,
    replyTo: (command, reply) => replies.set(command, reply),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface State {
  readonly mails: ReceivedMail[];
  readonly commands: string[];
  readonly replies: ReadonlyMap<string, string | null>;
}

const usualReplies: Readonly<Record<string, string>> = {
  EHLO: "250 fake",
  DATA: "354 go on",
  QUIT: "221 bye",
  STARTTLS: "502 not here",
  AUTH: "502 not here",
};

const endOfMail = "\r\n.\r\n";

function converse(socket: Socket, { mails, commands, replies }: State): void {
  let text = "";
  let isData = false;
  let envelope = { from: "", to: [] as readonly string[] };

  function say(usual: string, ...commands: readonly string[]): void {
    const known = commands.find((command) => replies.has(command));
    const reply = known === undefined ? usual : (replies.get(known) ?? null);
    if (reply !== null) socket.write(`${reply}\r\n`);
  }

  function heed(line: string): void {
    commands.push(line);
    const command = line.split(/[ :]/, 1)[0]?.toUpperCase() ?? "";
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    if (command === "MAIL") envelope = { from: address, to: [] };
    if (command === "RCPT") envelope = { ...envelope, to: [...envelope.to, address] };
    if (command === "DATA") isData = true;
    say(usualReplies[command] ?? "250 ok", line, command);
  }

  function readMail(): boolean {
    const end = text.indexOf(endOfMail);
    if (end < 0) return false;
    mails.push({ ...envelope, source: text.slice(0, end) });
    text = text.slice(end + endOfMail.length);
    isData = false;
    say("250 accepted", "END");
    return true;
  }

  function readLine(): boolean {
    const end = text.indexOf("\r\n");
    if (end < 0) return false;
    const line = text.slice(0, end);
    text = text.slice(end + 2);
    heed(line);
    return true;
  }

  say("220 fake ESMTP", "CONNECT");
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    while (isData ? readMail() : readLine());
  });
}
