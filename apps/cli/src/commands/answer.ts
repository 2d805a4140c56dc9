import { Failure, type Json } from "@lockstep/model";

import { apiPath } from "../org/api-path.ts";
import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { OrgClient } from "../org/org-client.ts";
import type { ApprovalView, CompletionAnswer } from "../org/responses.ts";
import { approvalLines } from "../printing/approval-lines.ts";
import { attemptName } from "../printing/attempt-name.ts";
import { stateText } from "../printing/state-text.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { parseIndex } from "../program/parse-option.ts";
import { wrongUse } from "../program/wrong-use.ts";

interface Options {
  readonly value?: string;
  readonly item?: number;
}

/** `lockstep answer`: answers what a run asks. */
export const answerCommand: CommandDefinition = (program, act) => {
  program
    .command("answer")
    .argument("<run>", "id of the run")
    .argument("[step]", "id of the approval step; without it, the only one that waits")
    .summary("answer an approval step of a run")
    .description(
      "Answers what a run asks people. Without --value it shows the question and its form and answers nothing.",
    )
    .option("--value <json>", "the answer, as the step's form wants it")
    .option("--item <index>", "which item of a forEach", parseIndex)
    .addHelpText(
      "after",
      examples(
        ["lockstep runs --waiting", "what waits for whom"],
        ["lockstep answer 0192f0c4-…", "what the run asks"],
        ["lockstep answer 0192f0c4-… review --value '{\"approved\":true}'", "say so"],
      ),
    )
    .action(act(answer));
};

async function answer(
  cli: Invocation,
  [run, step]: [string, string | undefined],
  options: Options,
): Promise<ExitCode> {
  const org = await connect(cli);
  if (options.value === undefined || step === undefined) {
    const asked = await onlyQuestion(org, run, { step, item: options.item });
    if (options.value === undefined) return show(cli, asked);
    return complete(cli, org, { run, step: asked.step, item: itemOf(asked), value: options.value });
  }
  return complete(cli, org, { run, step, item: options.item, value: options.value });
}

function itemOf({ item }: ApprovalView): number | undefined {
  return item === -1 ? undefined : item;
}

function show(cli: Invocation, asked: ApprovalView): ExitCode {
  cli.output.present({ approval: asked }, () => approvalLines(asked, cli.world.clock));
  return exitCodes.done;
}

/** The question that is meant. Wrong use where there are several. */
async function onlyQuestion(
  org: OrgClient,
  run: string,
  named: { readonly step: string | undefined; readonly item: number | undefined },
): Promise<ApprovalView> {
  const { items } = await fetchItems<ApprovalView>(org, "/approvals", { limit: 100, query: { run } });
  const meant = items.filter(
    ({ step, item }) => step === (named.step ?? step) && item === (named.item ?? item),
  );
  const [only] = meant;
  if (only === undefined)
    throw new Failure("not-found", "The run asks nothing like that now. See: lockstep runs --waiting");
  if (meant.length === 1) return only;
  const names = meant.map(({ step, item }) => (item === -1 ? step : `${step} --item ${item}`));
  throw wrongUse(`The run asks several things; say which: ${names.slice(0, 10).join(", ")}.`);
}

interface Completion {
  readonly run: string;
  readonly step: string;
  readonly item: number | undefined;
  readonly value: string;
}

async function complete(
  cli: Invocation,
  org: OrgClient,
  { run, step, item, value }: Completion,
): Promise<ExitCode> {
  const body = { value: parse(value), ...(item === undefined ? {} : { item }) };
  const answered = await org.post<CompletionAnswer>(apiPath("runs", run, "steps", step, "complete"), body);
  cli.output.present(answered, () => [
    [`${attemptName(answered.step)} is answered; the run is `, stateText(answered.run.status), "."],
  ]);
  return exitCodes.done;
}

function parse(value: string): Json {
  try {
    return JSON.parse(value) as Json;
  } catch (cause) {
    // The parser's own message quotes the text, which may hold personal data.
    throw wrongUse(`--value is not JSON. For example: --value '{"approved":true}'`, cause);
  }
}
