import type { SqlOutcome, SqlRequest } from "@lockstep/model";

import { Refusal } from "../refusal.ts";
import { checkFile, type FoundFile } from "./check-file.ts";
import type { Order } from "./protocol.ts";
import { type SqliteProcess, startProcess } from "./start-process.ts";

/** Most processes at the same time, over all files. */
const most = 4;

const idleMs = 30_000;

/** A process that waits for its next statement, and what ends it when none comes. */
interface Idle {
  /** Of the file that it has open. */
  readonly identity: string;
  readonly worker: SqliteProcess;
  readonly timer: NodeJS.Timeout;
}

/** Processes in which the statements of SQLite connections run: a thread could not be stopped inside SQLite. */
export class SqliteProcesses {
  readonly #own: string | null;
  readonly #start: () => SqliteProcess;
  readonly #idle = new Set<Idle>();
  readonly #busy = new Set<SqliteProcess>();
  readonly #waiting: (() => void)[] = [];

  constructor(own: string | null, start: () => SqliteProcess = startProcess) {
    this.#own = own;
    this.#start = start;
  }

  /** Throws {@link Refusal} and the signal's reason. */
  async query(request: SqlRequest): Promise<SqlOutcome> {
    const { signal, statement, parameters, maxRows, maxBytes, timeoutMs } = request;
    const found = await checkFile(request.address, this.#own);
    await this.#turn(signal);
    const worker = this.#take(found);
    try {
      const order = { file: found.file, statement, parameters, maxRows, maxBytes, timeoutMs };
      const outcome = await this.#run(worker, order, signal);
      signal.throwIfAborted();
      return outcome;
    } finally {
      this.#giveBack(found, worker);
    }
  }

  close(): void {
    for (const worker of this.#busy) worker.kill();
    for (const idle of this.#idle) this.#end(idle);
  }

  async #run(worker: SqliteProcess, order: Order, signal: AbortSignal): Promise<SqlOutcome> {
    let isLate = false;
    const kill = (): void => worker.kill();
    const timer = setTimeout(() => {
      isLate = true;
      worker.kill();
    }, order.timeoutMs);
    signal.addEventListener("abort", kill, { once: true });
    try {
      const outcome = await worker.run(order);
      if (outcome !== null) return outcome;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", kill);
    }
    if (isLate) throw new Refusal("timeout", "The statement was stopped at its timeout.");
    throw new Refusal("execution", "The process that ran the statement died.");
  }

  /** Waits until one more process may work. */
  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#busy.size >= most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!signal.aborted) return;
    // The turn was somebody else's.
    this.#waiting.shift()?.();
    signal.throwIfAborted();
  }

  #take({ identity }: FoundFile): SqliteProcess {
    const idle = [...this.#idle].find((one) => one.identity === identity && !one.worker.hasEnded);
    if (idle !== undefined) {
      this.#idle.delete(idle);
      clearTimeout(idle.timer);
    }
    const worker = idle?.worker ?? this.#start();
    this.#busy.add(worker);
    return worker;
  }

  #giveBack({ identity }: FoundFile, worker: SqliteProcess): void {
    this.#busy.delete(worker);
    this.#waiting.shift()?.();
    if (worker.hasEnded) return;
    const idle: Idle = { identity, worker, timer: setTimeout(() => this.#end(idle), idleMs).unref() };
    this.#idle.add(idle);
    const [oldest] = this.#idle;
    if (this.#idle.size > most && oldest !== undefined) this.#end(oldest);
  }

  #end(idle: Idle): void {
    clearTimeout(idle.timer);
    this.#idle.delete(idle);
    idle.worker.kill();
  }
}
