import type { CommandDefinition } from "../program/command-definition.ts";
import { answerCommand } from "./answer.ts";
import { approveCommand } from "./approve.ts";
import { auditCommand } from "./audit.ts";
import { breakGlassCommand } from "./break-glass.ts";
import { cancelCommand } from "./cancel.ts";
import { checksumCommand } from "./checksum.ts";
import { dashboardCommand } from "./dashboard.ts";
import { deliveriesCommand } from "./deliveries.ts";
import { deployCommand } from "./deploy.ts";
import { diffCommand } from "./diff.ts";
import { driftCommand } from "./drift.ts";
import { eraseCommand } from "./erase.ts";
import { fmtCommand } from "./fmt.ts";
import { githubCommand } from "./github.ts";
import { historyCommand } from "./history.ts";
import { holdCommand } from "./hold.ts";
import { initCommand } from "./init.ts";
import { logsCommand } from "./logs.ts";
import { orgCommand } from "./org.ts";
import { outboxCommand } from "./outbox.ts";
import { pauseCommand } from "./pause.ts";
import { planCommand } from "./plan.ts";
import { processCommands } from "./processes.ts";
import { promoteCommand } from "./promote.ts";
import { queuesCommand } from "./queues.ts";
import { rejectCommand } from "./reject.ts";
import { resumeCommand } from "./resume.ts";
import { retireCommand } from "./retire.ts";
import { retryCommand } from "./retry.ts";
import { rollbackCommand } from "./rollback.ts";
import { runCommand } from "./run.ts";
import { runsCommand } from "./runs.ts";
import { secretCommand } from "./secret.ts";
import { settleCommand } from "./settle.ts";
import { statusCommand } from "./status.ts";
import { stepsCommand } from "./steps.ts";
import { testCommand } from "./test.ts";
import { tokenCommand } from "./token.ts";
import { triggersCommand } from "./triggers.ts";
import { validateCommand } from "./validate.ts";
import { verifyCommand } from "./verify.ts";
import { whyCommand } from "./why.ts";
import { workersCommand } from "./workers.ts";

/** Headings of the help, each with its commands in the order in which people meet them. */
export const allCommands: Readonly<Record<string, readonly CommandDefinition[]>> = {
  "Processes:": processCommands,
  "Manifests:": [initCommand, validateCommand, testCommand, fmtCommand, checksumCommand, diffCommand],
  "Environments:": [
    statusCommand,
    planCommand,
    deployCommand,
    approveCommand,
    rejectCommand,
    promoteCommand,
    breakGlassCommand,
    settleCommand,
    rollbackCommand,
    holdCommand,
    pauseCommand,
    resumeCommand,
    driftCommand,
    historyCommand,
    auditCommand,
    verifyCommand,
    whyCommand,
    retireCommand,
  ],
  "Runs:": [
    runCommand,
    runsCommand,
    logsCommand,
    answerCommand,
    retryCommand,
    cancelCommand,
    eraseCommand,
    queuesCommand,
    triggersCommand,
    stepsCommand,
    workersCommand,
  ],
  "GitHub:": [githubCommand, deliveriesCommand, outboxCommand],
  "Access:": [dashboardCommand, orgCommand, tokenCommand, secretCommand],
};
