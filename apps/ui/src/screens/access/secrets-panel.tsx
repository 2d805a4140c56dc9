import { useQuery } from "@tanstack/react-query";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Time } from "../../design/time.tsx";
import { secretsQuery } from "./access-queries.ts";

/** Names of an environment's stored secrets. Values are set in a terminal and never come out. */
export function SecretsPanel({ env }: { readonly env: string }) {
  const query = useQuery(secretsQuery(env));
  return (
    <Panel title={`Secrets of ${env}`} isFlush>
      <QueryView query={query} what={`secrets of ${env}`} lines={2}>
        {({ items, next }) =>
          items.length === 0 ? (
            <p className="px-4 py-3 text-sm text-muted">
              None stored. <code className="font-mono">lockstep secret set NAME --env {env}</code> stores one;
              its value never comes out again.
            </p>
          ) : (
            <>
              <ul className="divide-y divide-line">
                {items.map(({ name, updatedAt }) => (
                  <li key={name} className="flex items-center justify-between gap-3 px-4 py-2 text-sm">
                    <PlainText text={name} limit={100} />
                    <span className="text-muted">
                      set <Time at={updatedAt} />
                    </span>
                  </li>
                ))}
              </ul>
              {next !== null && (
                <p className="border-t border-line px-4 py-2 text-sm text-muted">
                  There are more than {items.length}.{" "}
                  <code className="font-mono">lockstep secret list --env {env}</code> lists all of them.
                </p>
              )}
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
