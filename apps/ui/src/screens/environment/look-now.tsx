import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { describeProblem } from "../../api/api-failure.ts";
import { Button } from "../../design/button.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { statusOf, syncStatuses } from "../../design/statuses.ts";
import { lookNow } from "../../environments/environment-queries.ts";
import { useRenew } from "../../live/use-renew.ts";

/** Asks the controller to look at git now; says that it was asked, and what came of it. */
export function LookNow({ env }: { readonly env: string }) {
  const renew = useRenew("environment");
  const [isAccepted, setAccepted] = useState(false);
  const look = useMutation({
    mutationFn: async () => {
      setAccepted(false);
      await lookNow(env, "0s");
      setAccepted(true);
      return lookNow(env, "30s");
    },
    onSettled: renew,
  });
  const found = look.data?.environment;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span role="status" className="text-sm text-muted">
        {look.isPending && (isAccepted ? "Accepted; the controller looks at git…" : "Asking…")}
        {look.isError && <PlainText text={wordsOf(look.error)} limit={160} className="text-bad" />}
        {look.isSuccess && found !== undefined && `Looked: ${statusOf(syncStatuses, found.state).word}.`}
      </span>
      <Button icon="search" isBusy={look.isPending} onClick={() => look.mutate()}>
        Look now
      </Button>
    </span>
  );
}

function wordsOf(error: unknown): string {
  const { kind, title, detail } = describeProblem(error);
  return kind === "unreachable" ? title : detail;
}
