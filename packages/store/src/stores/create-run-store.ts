import type { RunStore, Signals } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { answerApproval } from "../queries/answer-approval.ts";
import { cancelRuns } from "../queries/cancel-runs.ts";
import { claimRuns } from "../queries/claim-runs.ts";
import { countRuns } from "../queries/count-runs.ts";
import { createRun } from "../queries/create-run.ts";
import { listAttempts } from "../queries/list-attempts.ts";
import { listOpenApprovals } from "../queries/list-open-approvals.ts";
import { listRunLogs } from "../queries/list-run-logs.ts";
import { listRuns } from "../queries/list-runs.ts";
import { loadAttempt } from "../queries/load-attempt.ts";
import { loadAttemptsOfRuns } from "../queries/load-attempts-of-runs.ts";
import type { RulesCache } from "../queries/load-claim-rules.ts";
import { loadLastAttempt } from "../queries/load-last-attempt.ts";
import { loadNextDue } from "../queries/load-next-due.ts";
import { loadReplies } from "../queries/load-replies.ts";
import { loadRunHeads } from "../queries/load-run-heads.ts";
import { loadRun } from "../queries/load-run.ts";
import { releaseRuns } from "../queries/release-runs.ts";
import { renewRuns } from "../queries/renew-runs.ts";
import { writeJournal } from "../queries/write-journal.ts";

export function createRunStore(database: Database, signals: Signals): RunStore {
  const rules: RulesCache = new Map();
  let passes: ReadonlyMap<string, number> = new Map();
  /** Whether what ends here may be what others wait for. Beside jobs, whoever serves them looks by itself. */
  let isAwaited = false;
  const hasJobs = database.dialect.jobs !== null;
  return {
    create: async (run, kept) => {
      const created = await database.transact(() => createRun(run, kept));
      if (created.isNew) await signals.notify("event");
      return created;
    },
    claim: async (request) => {
      const claim = await database.transact(() => claimRuns(request, { rules, passes }));
      ({ passes } = claim);
      isAwaited ||= claim.isLimited && !hasJobs;
      return claim.claimed;
    },
    renew: (holder, ids, leaseMs) => database.transact(() => renewRuns({ holder, ids, leaseMs })),
    release: (holder, ids) => database.transact(() => releaseRuns(holder, ids)),
    write: async (entries) => {
      if (entries.length === 0) return [];
      const { outcomes, concernsOthers } = await database.transact(() => writeJournal(entries));
      if (entries.some(({ events }) => events.length > 0)) await signals.notify("event");
      const isFreeing = entries.some(({ state }) => state !== null && state.to !== "running");
      if (concernsOthers || (isAwaited && isFreeing)) await signals.notify("run");
      return outcomes;
    },
    load: (id) => database.read(loadRun(id)),
    loadAttempts: async (run) => (await database.read(loadAttemptsOfRuns([run]))).get(run) ?? [],
    listAttempts: (run, filter, page) => database.read(listAttempts(run, filter, page)),
    loadHeads: (ids) => database.read(loadRunHeads(ids)),
    loadAttempt: (key) => database.read(loadAttempt(key)),
    listLogs: (run, filter, page) => database.read(listRunLogs(run, filter, page)),
    list: (filter, page) => database.read(listRuns(filter, page)),
    nextDue: () => database.read(loadNextDue()),
    counts: () => database.read(countRuns()),
    requestCancel: async (id) => {
      const cancelled = await database.transact(() => cancelRuns([id]));
      if (cancelled > 0) await announce(signals);
      return cancelled > 0;
    },
    loadReplies: (run) => database.transact(() => loadReplies(run)),
    answer: async (answer) => {
      const outcome = await database.transact(() => answerApproval(answer));
      if (outcome !== "accepted") return outcome;
      await signals.notify("run");
      await signals.notify("event");
      return outcome;
    },
    loadLastAttempt: (run, step, item) => database.read(loadLastAttempt(run, step, item)),
    listApprovals: (filter, page) => database.read(listOpenApprovals(filter, page)),
  };
}

async function announce(signals: Signals): Promise<void> {
  await signals.notify("event");
  await signals.notify("run");
}
