import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { api, onlyOnce, read } from "../../api/api.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { useMayAct } from "../../session/use-session.ts";
import { isEnded, type RunDetails } from "./run-queries.ts";

type Asked = "cancel" | "retry" | "erase";

/** What one may do to a run: take it up again, cancel it, erase what went in and came out. */
export function RunActions({ run }: { readonly run: RunDetails }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const mayRun = useMayAct("runner");
  const mayErase = useMayAct("admin");
  const close = () => setAsked(null);
  const hasEnded = isEnded(run);
  const canRetry = run.status === "failed" || run.status === "cancelled";
  return (
    <>
      {mayRun && canRetry && (
        <Button look="primary" icon="back" onClick={() => setAsked("retry")}>
          Retry
        </Button>
      )}
      {mayRun && !hasEnded && (
        <Button look="danger" icon="cross" disabled={run.cancelRequested} onClick={() => setAsked("cancel")}>
          {run.cancelRequested ? "Being cancelled" : "Cancel"}
        </Button>
      )}
      {mayErase && hasEnded && run.erasedAt === null && (
        <Button look="quiet" onClick={() => setAsked("erase")}>
          Erase data
        </Button>
      )}
      {asked === "cancel" && <CancelDialog run={run} onClose={close} />}
      {asked === "retry" && <RetryDialog run={run} onClose={close} />}
      {asked === "erase" && <EraseDialog run={run} onClose={close} />}
    </>
  );
}

interface ActionProps {
  readonly run: RunDetails;
  readonly onClose: () => void;
}

/** Does something once, says what went wrong, and makes the run fresh. */
function useAct(onClose: () => void) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  async function act(name: string, action: () => Promise<unknown>) {
    setBusy(name);
    setError(null);
    try {
      await action();
      await queryClient.invalidateQueries({ queryKey: ["runs"] });
      onClose();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : "It did not work. Try again.");
    } finally {
      setBusy(null);
    }
  }
  return { busy, error, act };
}

function CancelDialog({ run, onClose }: ActionProps) {
  const { busy, error, act } = useAct(onClose);
  const cancel = () =>
    act("cancel", () => read(api.runs[":id"].cancel.$post({ param: { id: run.id } }, onlyOnce())));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Cancel this run of ${run.slug}?`}
      description="What waits ends at once, what runs within a second. Runs that it waits for are cancelled, too."
      footer={
        <>
          <Button onClick={onClose}>Let it run</Button>
          <Button look="danger" isBusy={busy !== null} onClick={() => void cancel()}>
            Cancel the run
          </Button>
        </>
      }
    >
      {error !== null && <Problem text={error} />}
    </Dialog>
  );
}

function RetryDialog({ run, onClose }: ActionProps) {
  const navigate = useNavigate();
  const { busy, error, act } = useAct(onClose);
  const retry = (version: "same" | "applied") =>
    act(version, async () => {
      const answer = await read(
        api.runs[":id"].retry.$post({ param: { id: run.id }, json: { version } }, onlyOnce()),
      );
      await navigate({ to: "/runs/$id", params: { id: answer.run.id } });
    });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Take up this run of ${run.slug} again?`}
      description="A new run begins, linked to this one."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button isBusy={busy === "applied"} disabled={busy !== null} onClick={() => void retry("applied")}>
            Start over
          </Button>
          <Button
            look="primary"
            isBusy={busy === "same"}
            disabled={busy !== null}
            onClick={() => void retry("same")}
          >
            Go on
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-sm">
        <li>
          <strong className="font-medium">Go on</strong> from the failed step: {run.version} as it ran here;
          what was done is kept.
        </li>
        <li>
          <strong className="font-medium">Start over</strong>: the version that is applied now, with the same
          input.
        </li>
      </ul>
      {error !== null && <Problem text={error} />}
    </Dialog>
  );
}

function EraseDialog({ run, onClose }: ActionProps) {
  const queryClient = useQueryClient();
  return (
    <ReasonDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={`Erase the data of this run of ${run.slug}?`}
      description="Input, outputs, log and error messages are removed for good. That it ran, what ran and who erased it stays. Do not repeat in the reason what is to be erased."
      action="Erase for good"
      onConfirm={async (reason) => {
        await read(api.runs[":id"].erase.$post({ param: { id: run.id }, json: { reason } }, onlyOnce()));
        await queryClient.invalidateQueries({
          predicate: ({ queryKey: [topic] }) => topic === "runs" || topic === "journal",
        });
      }}
    />
  );
}

function Problem({ text }: { readonly text: string }) {
  return (
    <p role="alert" className="mt-3 text-sm text-bad">
      {text}
    </p>
  );
}
