import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { TestRepository } from "./test-repository.ts";

const run = promisify(execFile);

/** A key that git signs commits and tags with. */
export interface SigningKey {
  /** Settings of git, as `-c` takes them. */
  readonly settings: readonly string[];
  /** The public key: `kind base64` for SSH, armored for OpenPGP. */
  readonly publicKey: string;
  /** What tools name it by: a file for SSH, a fingerprint for OpenPGP. */
  readonly id: string;
}

/** Whether this machine has what a desk needs. Tests that sign are skipped, and counted as such, where it has not. */
export const hasSigningTools = ["ssh-keygen", "gpg", "gpgconf"].every(
  (tool) => spawnSync(tool, ["--version"]).error === undefined,
);

/** Real `ssh-keygen` and `gpg`, with keys in a directory of their own. */
export interface SigningDesk {
  readonly directory: string;
  ssh(kind: "ed25519" | "rsa" | "ecdsa", bits?: number): Promise<SigningKey>;
  /** `at` as `20260201T000000`: when the key is made, which is also when gpg believes it signs. */
  openpgp(email: string, kind?: string, at?: string): Promise<SigningKey>;
  /** Runs gpg on the desk's keys; with `at`, it believes that it is then. */
  gpg(args: readonly string[], at?: string): Promise<string>;
  /** Writes the tip of a branch anew, signed by git, and gives the new revision. */
  signTip(repository: TestRepository, branch: string, key: SigningKey): Promise<string>;
  close(): Promise<void>;
}

export async function openSigningDesk(): Promise<SigningDesk> {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-sign-"));
  const home = join(directory, "gnupg");
  await mkdir(home, { mode: 0o700 });
  let made = 0;
  const gpgOptions = (at?: string) => [
    "--homedir",
    home,
    "--batch",
    "--quiet",
    "--yes",
    "--pinentry-mode=loopback",
    "--passphrase=",
    ...(at === undefined ? [] : ["--faked-system-time", `${at}!`]),
  ];
  const gpg = async (args: readonly string[], at?: string) =>
    (await run("gpg", [...gpgOptions(at), ...args])).stdout;
  return {
    directory,
    gpg,
    async ssh(kind, bits) {
      const file = join(directory, `key-${(made += 1)}`);
      const size = bits === undefined ? [] : ["-b", String(bits)];
      await run("ssh-keygen", ["-q", "-t", kind, ...size, "-N", "", "-C", "", "-f", file]);
      const [type, key] = (await readFile(`${file}.pub`, "utf8")).trim().split(" ");
      const settings = ["gpg.format=ssh", `user.signingkey=${file}`];
      return { settings, publicKey: `${type} ${key}`, id: file };
    },
    async openpgp(email, kind = "ed25519", at = "20260201T000000") {
      await gpg(["--quick-generate-key", `Somebody <${email}>`, kind, "sign", "never"], at);
      const list = await gpg(["--list-keys", "--with-colons", email]);
      const id = /^fpr:+([0-9A-F]+):/m.exec(list)?.[1] ?? "";
      const program = join(directory, `gpg-${(made += 1)}`);
      const command = ["exec gpg", ...gpgOptions(at).map((option) => `'${option}'`), '"$@"'].join(" ");
      await writeFile(program, `#!/bin/sh\n${command}\n`);
      await chmod(program, 0o700);
      const settings = ["gpg.format=openpgp", `gpg.program=${program}`, `user.signingkey=${id}`];
      return { settings, publicKey: await gpg(["--armor", "--export", id]), id };
    },
    async signTip(repository, branch, { settings }) {
      const show = (format: string) => repository.git("show", "-s", `--format=${format}`, branch);
      const parents = (await show("%P")).split(" ").filter((parent) => parent !== "");
      const revision = await repository.git(
        ...settings.flatMap((setting) => ["-c", setting]),
        "commit-tree",
        "-S",
        "-m",
        await show("%B"),
        ...parents.flatMap((parent) => ["-p", parent]),
        await repository.revisionOf(branch).then((tip) => repository.git("rev-parse", `${tip}^{tree}`)),
      );
      await repository.setBranch(branch, revision);
      return revision;
    },
    async close() {
      await run("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
