import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";

import { ApiFailure } from "../api/api-failure.ts";
import { api, onlyOnce, read } from "../api/api.ts";
import { Button } from "../design/button.tsx";
import { controlClasses, Field } from "../design/field.tsx";
import { AnswerFields } from "./answer-fields.tsx";
import { type AnswerDraft, answerForm, answerOf } from "./answer-form.ts";

export interface AskedStep {
  readonly run: string;
  readonly step: string;
  /** -1 for a step without items. */
  readonly item: number;
  /** JSON Schema of the answer. */
  readonly form: unknown;
}

/** The form with which somebody answers a step: its fields, and a button or, for a yes or no, two. */
export function AnswerApproval({ asked }: { readonly asked: AskedStep }) {
  const form = answerForm(asked.form);
  const fields = form.kind === "fields" ? form.fields : [];
  const decision = form.kind === "fields" ? form.decision : null;
  const [draft, setDraft] = useState<AnswerDraft>({});
  const [text, setText] = useState("{}");
  const { busy, problem, errors, send } = useAnswer(asked);
  const formId = useId();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (form.kind === "json") return void send("answer", () => JSON.parse(text) as unknown);
    return void send("answer", () => answerOf(fields, draft));
  }

  const decide = (verdict: boolean) => {
    if (decision === null) return;
    const element = document.querySelector<HTMLFormElement>(`#${CSS.escape(formId)}`);
    if (element !== null && !element.reportValidity()) return;
    void send(verdict ? "yes" : "no", () => ({ ...answerOf(fields, draft), [decision]: verdict }));
  };

  return (
    <form
      id={formId}
      onSubmit={decision === null ? submit : (event) => event.preventDefault()}
      className="space-y-3"
    >
      {form.kind === "json" ? (
        <Field
          label="Answer, as JSON"
          hint="What its form says is checked by the server."
          error={errors[""] ?? null}
        >
          {({ id, describedBy, isInvalid }) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              aria-invalid={isInvalid || undefined}
              rows={5}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={`${controlClasses} font-mono`}
            />
          )}
        </Field>
      ) : (
        <AnswerFields
          fields={fields.filter(({ name }) => name !== decision)}
          {...{ draft, errors }}
          onChange={setDraft}
        />
      )}
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
              onClick={() => decide(true)}
            >
              Approve
            </Button>
            <Button
              look="danger"
              icon="cross"
              isBusy={busy === "no"}
              disabled={busy !== null}
              onClick={() => decide(false)}
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
function useAnswer({ run, step, item }: AskedStep) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  async function send(name: string, valueOf: () => unknown) {
    setBusy(name);
    setProblem(null);
    setErrors({});
    try {
      const json = { value: valueOf(), ...(item < 0 ? {} : { item }) };
      await read(
        api.runs[":id"].steps[":step"].complete.$post({ param: { id: run, step }, json }, onlyOnce()),
      );
      const topics = ["runs", "approvals", "journal", "overview"];
      await queryClient.invalidateQueries({
        predicate: ({ queryKey }) => topics.includes(String(queryKey[0])),
      });
    } catch (thrown) {
      setProblem(thrown instanceof SyntaxError ? "This is not JSON." : messageOf(thrown));
      if (thrown instanceof ApiFailure)
        setErrors(
          Object.fromEntries(thrown.errors.map(({ path, message }) => [path.replace(/^\//, ""), message])),
        );
    } finally {
      setBusy(null);
    }
  }
  return { busy, problem, errors, send };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "It did not work. Try again.";
}
