import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";

/** Where a process keeps what must outlive it. */
export interface DataDirectory {
  readonly path: string;
  readonly databaseFile: string;
  readonly mirror: string;
  readonly adminTokenFile: string;
  /** Names the directory. Only one process uses it at a time, so its leases are still its own after a crash. */
  readonly id: string;
  /** 32 bytes; tokens, people and secrets are worthless without it. */
  readonly serverKey: Buffer;
}

/** Makes the directory (only for its owner) and the server key on first use. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new Failure(
      "configuration-invalid",
      `the data directory ${path} cannot be made; set LOCKSTEP_DATA`,
      { cause },
    );
  });
  // Where the data directory lies in a work tree, `git add --all` must not commit its keys.
  await writeFile(join(path, ".gitignore"), "*\n", { flag: "wx" }).catch(unlessItExists);
  return {
    path,
    databaseFile: join(path, "lockstep.sqlite"),
    mirror: join(path, "git"),
    adminTokenFile: join(path, "admin-token"),
    id: (await readOrMakeKey(join(path, "id"))).toString("hex").slice(0, 16),
    serverKey: await readOrMakeKey(join(path, "server-key")),
  };
}

async function readOrMakeKey(file: string): Promise<Buffer> {
  const fresh = randomBytes(32).toString("hex");
  await writeFile(file, fresh, { flag: "wx", mode: 0o600, flush: true }).catch(unlessItExists);
  const key = Buffer.from((await readFile(file, "utf8")).trim(), "hex");
  if (key.length === 32) return key;
  throw new Failure(
    "configuration-invalid",
    `${file} is damaged; restore it from a backup: tokens and secrets need it`,
  );
}

/** Replaces a file that only its owner may read. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600, flush: true });
  await chmod(file, 0o600);
}

function unlessItExists(thrown: unknown): void {
  if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") return;
  throw thrown;
}
