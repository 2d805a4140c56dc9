import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { RawCommit } from "@lockstep/model";
import {
  createTestRepository,
  openSigningDesk,
  type SigningDesk,
  type SigningKey,
  type TestRepository,
} from "@lockstep/testkit";

import { readSigners } from "./read-signers.ts";

/** A real repository whose commits real tools sign. */
export interface SignedRepository {
  readonly directory: string;
  readonly desk: SigningDesk;
  readonly repository: TestRepository;
  readonly ed25519: SigningKey;
  /** A commit that git signed just now. */
  signed(key: SigningKey): Promise<RawCommit>;
  close(): Promise<void>;
}

export async function openSignedRepository(): Promise<SignedRepository> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-signed-"));
  const desk = await openSigningDesk();
  const repository = await createTestRepository(join(directory, "acme.git"));
  return {
    directory,
    desk,
    repository,
    ed25519: await desk.ssh("ed25519"),
    async signed(key) {
      const message = "Say it\n\nWith a body.";
      await repository.commit({ branch: "main", files: { "README.md": key.id }, message });
      return readRaw(repository.directory, await desk.signTip(repository, "main", key));
    },
    async close() {
      await desk.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The commit as git stores it, bytes and all. */
export function readRaw(directory: string, revision: string): RawCommit {
  const bytes = execFileSync("git", ["-C", directory, "cat-file", "commit", revision]);
  return { revision, parents: [], bytes };
}

export const ssh = (text: string) => readSigners({ ssh: text, openpgp: null, smime: null });
export const openpgp = (text: string) => readSigners({ ssh: null, openpgp: text, smime: null });
export const smime = (text: string) => readSigners({ ssh: null, openpgp: null, smime: text });
/** Allows one SSH key to Ada. */
export const ada = (key: SigningKey, options = "") =>
  ssh(`ada@example.com ${options} ${key.publicKey} laptop\n`);
