import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";

import { ApiFailure } from "../api/api-failure.ts";
import { api, onlyOnce, read } from "../api/api.ts";
import { Button } from "../design/button.tsx";
import { isObject } from "../json/is-object.ts";
import { readForm, startForm } from "../schema-form/form-state.ts";
import type { FormError } from "../schema-form/read-draft.ts";
import { SchemaForm } from "../schema-form/schema-form.tsx";
import { answerForm, hasFields } from "./answer-form.ts";

export interface AnsweredStep {
  readonly run: string;
  readonly step: string;
  /** -1 for a step without items. */
  readonly item: number;
  /** JSON Schema of the answer. */
  readonly form: unknown;
}

/** The form with which somebody answers a step: its fields, and a button or, for a yes or no, two. */
export function AnswerApproval({ asked }: { readonly asked: AnsweredStep }) {
  const form = useMemo(() => answerForm(asked.form), [asked.form]);
  const { field, decision } = form;
  const [state, setState] = useState(() => startForm(field));
  const { busy, problem, errors, send, refuse } = useAnswer(asked);

  function answer(verdict: boolean | null) {
    const { value, errors: found } = readForm(field, state);
    if (found.length > 0) return refuse(found);
    if (decision === null) return void send("answer", value);
    if (!isObject(value)) return refuse([{ path: "", message: "Write an object, such as {}." }]);
    return void send(verdict === true ? "yes" : "no", { ...value, [decision]: verdict });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    // Enter in a field is no decision.
    if (decision === null) answer(null);
  }

  return (
    <form noValidate onSubmit={submit} className="space-y-3">
      {hasFields(form) && <SchemaForm {...{ field, state, errors }} onChange={setState} sample={null} />}
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {decision === null ? (
          <Button type="submit" look="primary" isBusy={busy !== null}>
            Answer
          </Button>
        ) : (
          <>
            <Button
              look="primary"
              icon="check"
              isBusy={busy === "yes"}
              disabled={busy !== null}
              onClick={() => answer(true)}
            >
              Approve
            </Button>
            <Button
              look="danger"
              icon="cross"
              isBusy={busy === "no"}
              disabled={busy !== null}
              onClick={() => answer(false)}
            >
              Reject
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

/** Sends an answer once; what does not fit is said at its field. */
function useAnswer({ run, step, item }: AnsweredStep) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [errors, setErrors] = useState<readonly FormError[]>([]);
  function refuse(found: readonly FormError[]) {
    setErrors(found);
    setProblem("Some fields are not right yet.");
  }
  async function send(name: string, value: unknown) {
    setBusy(name);
    setProblem(null);
    setErrors([]);
    try {
      const json = { value, ...(item < 0 ? {} : { item }) };
      await read(
        api.runs[":id"].steps[":step"].complete.$post({ param: { id: run, step }, json }, onlyOnce()),
      );
      const topics = ["runs", "approvals", "journal", "overview"];
      await queryClient.invalidateQueries({
        predicate: ({ queryKey }) => topics.includes(String(queryKey[0])),
      });
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : "It did not work. Try again.");
      if (thrown instanceof ApiFailure) setErrors(thrown.errors);
    } finally {
      setBusy(null);
    }
  }
  return { busy, problem, errors, send, refuse };
}
