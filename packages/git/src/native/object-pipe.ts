import type { ChildProcessWithoutNullStreams } from "node:child_process";

import type { ObjectId } from "@lockstep/model";

import { killGit, spawnGit } from "./spawn-git.ts";

/** What `git cat-file` says of one object; no bytes in mode `--batch-check`. */
export interface PipedObject {
  readonly type: string;
  readonly size: number;
  readonly bytes: Buffer;
}

interface Waiter {
  resolve(object: PipedObject | null): void;
  reject(error: Error): void;
}

/** A running `git cat-file` that answers in the order it is asked. Started when first needed. */
export class ObjectPipe {
  readonly #gitdir: string;
  readonly #mode: "--batch" | "--batch-check";
  #child: ChildProcessWithoutNullStreams | null = null;
  #waiters: Waiter[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes needed before the next answer can be whole; saves joining chunks for a large one again and again. */
  #needed = 1;

  constructor(gitdir: string, mode: "--batch" | "--batch-check") {
    this.#gitdir = gitdir;
    this.#mode = mode;
  }

  /** `null` when the repository does not have the object. */
  request(id: ObjectId): Promise<PipedObject | null> {
    const child = this.#child ?? this.#start();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      child.stdin.write(`${id}\n`);
    });
  }

  stop(): void {
    const child = this.#child;
    if (child === null) return;
    this.#forget(child, new Error("git cat-file was stopped"));
    killGit(child);
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawnGit({ gitdir: this.#gitdir, args: ["cat-file", this.#mode], protocols: "none" });
    const end = () => this.#forget(child, new Error("git cat-file ended"));
    child.stdout.on("data", (chunk: Buffer) => {
      if (child === this.#child) this.#receive(chunk);
    });
    child.stderr.resume();
    child.once("error", end);
    child.once("close", end);
    this.#child = child;
    return child;
  }

  #forget(child: ChildProcessWithoutNullStreams, error: Error): void {
    if (child !== this.#child) return;
    const waiters = this.#waiters;
    this.#child = null;
    this.#waiters = [];
    this.#chunks = [];
    this.#buffered = 0;
    this.#needed = 1;
    for (const waiter of waiters) waiter.reject(error);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    if (this.#buffered < this.#needed) return;
    let rest = Buffer.concat(this.#chunks);
    for (let used = this.#answer(rest); used > 0; used = this.#answer(rest)) rest = rest.subarray(used);
    this.#chunks = [rest];
    this.#buffered = rest.length;
  }

  /** Answers the first waiter from the start of the bytes and says how many that took; 0 when more are needed. */
  #answer(bytes: Buffer): number {
    const end = bytes.indexOf(0x0a);
    this.#needed = bytes.length + 1;
    if (end < 0) return 0;
    const [, type = "", digits = ""] = bytes.toString("latin1", 0, end).split(" ");
    const size = Number.parseInt(digits, 10);
    if (Number.isNaN(size)) return this.#resolve(null, end + 1);
    if (this.#mode === "--batch-check") {
      return this.#resolve({ type, size, bytes: Buffer.alloc(0) }, end + 1);
    }
    const start = end + 1;
    this.#needed = start + size + 1;
    if (bytes.length < this.#needed) return 0;
    // A copy, so that one small file does not keep its whole chunk in memory.
    return this.#resolve(
      { type, size, bytes: Buffer.from(bytes.subarray(start, start + size)) },
      this.#needed,
    );
  }

  #resolve(object: PipedObject | null, used: number): number {
    this.#waiters.shift()?.resolve(object);
    return used;
  }
}
