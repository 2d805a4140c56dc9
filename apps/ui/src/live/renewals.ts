import { topicsOfEvent } from "./topics-of-event.ts";

/** Events come in crowds: what they make old is fetched anew together, this much later. */
const gatherMs = 400;

/** Sums over many runs are not fetched anew for each of them, but at most this often. */
const sumsMs = 5_000;

const sums = new Set(["pipelines", "overview"]);

/** Events of runs that nobody waits for one by one. */
const passing = new Set(["run.queued", "run.completed", "run.failed", "run.cancelled"]);

export interface Renewals {
  /** An event of this name was heard. */
  hear(name: string): void;
  /** Forgets what is due. */
  stop(): void;
}

/** Says which topics are to be fetched anew, and when: soon after an event, but never often enough to be a burden. */
export function createRenewals(renew: (topics: ReadonlySet<string>) => void): Renewals {
  const due = new Map<string, number>();
  const renewedAt = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function schedule(): void {
    if (timer !== null) clearTimeout(timer);
    timer = due.size === 0 ? null : setTimeout(run, Math.max(0, Math.min(...due.values()) - Date.now()));
  }

  function run(): void {
    const now = Date.now();
    const topics = new Set([...due].filter(([, at]) => at <= now).map(([topic]) => topic));
    for (const topic of topics) {
      due.delete(topic);
      renewedAt.set(topic, now);
    }
    schedule();
    if (topics.size > 0) renew(topics);
  }

  return {
    hear(name) {
      const now = Date.now();
      for (const topic of topicsOfEvent(name)) {
        const pause = passing.has(name) && sums.has(topic) ? sumsMs : 0;
        const at = Math.max(now + gatherMs, (renewedAt.get(topic) ?? 0) + pause);
        due.set(topic, Math.min(due.get(topic) ?? at, at));
      }
      schedule();
    },
    stop() {
      due.clear();
      schedule();
    },
  };
}
