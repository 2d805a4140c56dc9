import { useQuery } from "@tanstack/react-query";

import { PageHeader } from "../../design/page-header.tsx";
import { EmptyState } from "../../design/states.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { useMayAct } from "../../session/use-session.ts";
import { SecretsPanel } from "./secrets-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** `/access`: tokens, and the names of secrets. */
export function AccessScreen() {
  const isAdmin = useMayAct("admin");
  const { data = [] } = useQuery(environmentsQuery);
  const environments = data.map(({ slug }) => slug);
  return (
    <>
      <PageHeader title="Access">
        Who may do what. Every token that is made or revoked, and every login, is an entry of the ledger.
      </PageHeader>
      {isAdmin ? (
        <div className="space-y-4">
          <TokensPanel environments={environments} />
          {environments.map((env) => (
            <SecretsPanel key={env} env={env} />
          ))}
        </div>
      ) : (
        <EmptyState title="You may not see this">
          Managing access takes the role admin. Ask somebody who has it.
        </EmptyState>
      )}
    </>
  );
}
