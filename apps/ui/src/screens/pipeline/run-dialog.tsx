import type { Json } from "@lockstep/model";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useMemo, useRef, useState } from "react";

import { ApiFailure } from "../../api/api-failure.ts";
import { api, onlyOnce, read } from "../../api/api.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { fieldOfSchema } from "../../schema-form/field-of-schema.ts";
import { readForm, startForm } from "../../schema-form/form-state.ts";
import type { FormError } from "../../schema-form/read-draft.ts";
import { SchemaForm } from "../../schema-form/schema-form.tsx";
import { readAbout } from "./about.ts";
import type { AppliedPipeline, Place } from "./pipeline-queries.ts";
import { useRevisionOf } from "./use-revision-of.ts";

export interface RunDialogProps {
  readonly place: Place;
  readonly pipeline: AppliedPipeline;
  readonly onClose: () => void;
}

type Attempt = { readonly body: string; readonly once: ReturnType<typeof onlyOnce> };

/** Asks for the input, says exactly what will run, starts it once and leads to the accepted run. */
export function RunDialog({ place, pipeline, onClose }: RunDialogProps) {
  const { env, slug } = place;
  const { inputSchema, sample } = useMemo(() => readAbout(pipeline.definition), [pipeline.definition]);
  const field = useMemo(() => fieldOfSchema(inputSchema), [inputSchema]);
  const [state, setState] = useState(() => startForm(field));
  const [errors, setErrors] = useState<readonly FormError[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = useRef<Attempt | null>(null);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const revision = useRevisionOf(place, pipeline.deploy);

  async function start(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const { value: input, errors: found } = readForm(field, state);
    setErrors(found);
    setProblem(found.length === 0 ? null : "Some fields are not right yet.");
    if (found.length > 0) return;
    // One key for one input: sent again after a lost answer it starts nothing twice.
    const body = JSON.stringify(input ?? null);
    if (attempt.current?.body !== body) attempt.current = { body, once: onlyOnce() };
    setBusy(true);
    try {
      const { run } = await read(
        api.environments[":env"].pipelines[":pipeline"].run.$post(
          { param: { env, pipeline: slug }, query: {}, json: { input } },
          attempt.current.once,
        ),
      );
      void queryClient.invalidateQueries({ queryKey: ["runs"] });
      await navigate({ to: "/runs/$id", params: { id: run.id } });
    } catch (error) {
      const isWrongInput = error instanceof ApiFailure && error.errors.length > 0;
      if (isWrongInput) setErrors(error.errors);
      setProblem(
        error instanceof ApiFailure
          ? error.message
          : "The server cannot be reached. Press Run again: nothing starts twice.",
      );
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={`Run ${slug} in ${env}`}
      description={
        <>
          Runs version <strong className="text-text">{pipeline.version}</strong>, content{" "}
          <ShortId id={pipeline.content} />
          {revision !== null && (
            <>
              {" "}
              of commit <ShortId id={revision} />
            </>
          )}
          : exactly what is applied.
        </>
      }
      footer={
        <>
          {problem !== null && (
            <p role="alert" className="mr-auto max-w-[60ch] self-center text-sm text-bad">
              {problem}
            </p>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="run-form" look="primary" icon="play" isBusy={isBusy}>
            Run
          </Button>
        </>
      }
    >
      <form id="run-form" noValidate onSubmit={(event) => void start(event)}>
        <SchemaForm field={field} state={state} onChange={setState} errors={errors} sample={sample as Json} />
      </form>
    </Dialog>
  );
}
