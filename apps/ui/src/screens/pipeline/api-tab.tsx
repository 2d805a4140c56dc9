import { type ReactNode, useState } from "react";

import { JsonText } from "../../dag/json-text.tsx";
import { Panel } from "../../design/panel.tsx";
import { CopyButton } from "../../design/short-id.tsx";
import { readAbout } from "./about.ts";
import { curlOf } from "./curl-of.ts";
import type { AppliedTabProps } from "./tab-props.ts";

/** How programs run it: a command to copy, what it takes and gives, and how to repeat and wait safely. */
export function ApiTab({ place, pipeline }: AppliedTabProps) {
  const { inputSchema, outputSchema, sample } = readAbout(pipeline.definition);
  const origin = window.location.origin;
  const [key] = useState(() => crypto.randomUUID());
  const request = { origin, ...place, key, input: sample ?? {} };
  const start = curlOf({ ...request, wait: null });
  const wait = curlOf({ ...request, wait: "30s" });
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="min-w-0 space-y-4">
        <Command title="Start a run" text={start}>
          Answers 202 with the accepted run at once. It runs exactly what is applied: the answer names
          version, content, commit and deploy. <code className="font-mono">LOCKSTEP_TOKEN</code> is a token of
          the role runner: <code className="font-mono">lockstep token create NAME --role runner</code> makes
          one.
        </Command>
        <Command title="Start it and wait for the end" text={wait}>
          <code className="font-mono">wait</code> is at most 60s. Answers 200 with the ended run whatever its
          state, or 202 when it goes on. A client that goes away cancels nothing.
        </Command>
        <Panel title="Send it again safely">
          <p className="text-muted">
            With <code className="font-mono text-text">Idempotency-Key</code> the same request may be sent
            again for 24 hours: it starts one run and answers with it. The same key with another input is
            refused with 422. Take a new key for each run that you mean.
          </p>
        </Panel>
      </div>
      <div className="min-w-0 space-y-4">
        <Panel title="Input schema" actions={<Copy value={inputSchema} what="the input schema" />}>
          <JsonText value={inputSchema} />
        </Panel>
        <Panel title="Output schema" actions={<Copy value={outputSchema} what="the output schema" />}>
          <JsonText value={outputSchema} />
        </Panel>
      </div>
    </div>
  );
}

function Copy({ value, what }: { readonly value: unknown; readonly what: string }) {
  return <CopyButton text={JSON.stringify(value, null, 2)} what={what} />;
}

interface CommandProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Command({ title, text, children }: CommandProps) {
  return (
    <Panel title={title} actions={<CopyButton text={text} what="the command" />}>
      <JsonText value={text} />
      <p className="mt-2 text-sm text-muted">{children}</p>
    </Panel>
  );
}
