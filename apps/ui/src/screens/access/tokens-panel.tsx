import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Badge } from "../../design/badge.tsx";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { useFromNow } from "../../design/use-now.ts";
import { revokeToken, type TokenItem, tokensQuery } from "./access-queries.ts";
import { NewTokenDialog } from "./new-token-dialog.tsx";

/** Who may use the API, in which role and where, and when they last did. */
export function TokensPanel({ environments }: { readonly environments: readonly string[] }) {
  const query = useQuery(tokensQuery);
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<TokenItem | null>(null);
  return (
    <Panel
      title="Tokens"
      isFlush
      actions={
        <Button icon="plus" onClick={() => setMaking(true)}>
          New token
        </Button>
      }
    >
      <QueryView query={query} what="tokens">
        {({ items, next }) => (
          <>
            <Table caption="Every token">
              <thead>
                <tr>
                  <HeadCell>Name</HeadCell>
                  <HeadCell>State</HeadCell>
                  <HeadCell>Role</HeadCell>
                  <HeadCell>Environments</HeadCell>
                  <HeadCell>Last used</HeadCell>
                  <HeadCell>Expires</HeadCell>
                  <HeadCell>
                    <span className="sr-only">Actions</span>
                  </HeadCell>
                </tr>
              </thead>
              <tbody>
                {items.map((token) => (
                  <TokenRow key={token.id} token={token} onRevoke={() => setRevoked(token)} />
                ))}
              </tbody>
            </Table>
            {next !== null && (
              <p className="px-3 py-2 text-sm text-muted">
                There are more than {items.length}. <code className="font-mono">lockstep token list</code>{" "}
                lists all of them.
              </p>
            )}
          </>
        )}
      </QueryView>
      <NewTokenDialog isOpen={isMaking} onClose={() => setMaking(false)} environments={environments} />
      {revoked !== null && <RevokeDialog token={revoked} onClose={() => setRevoked(null)} />}
    </Panel>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: TokenItem; readonly onRevoke: () => void }) {
  const { name, role, environments, lastUsedAt, expiresAt, revokedAt } = token;
  const isExpired = useFromNow((now) => expiresAt !== null && Date.parse(expiresAt) <= now);
  const isLive = revokedAt === null && !isExpired;
  return (
    <Row>
      <Cell className="font-medium">
        <PlainText text={name} limit={80} />
      </Cell>
      <Cell>
        {isLive ? (
          <Badge tone="good" icon="check">
            Live
          </Badge>
        ) : (
          <Badge tone="idle" icon="dash">
            {revokedAt === null ? "Expired" : "Revoked"}
          </Badge>
        )}
      </Cell>
      <Cell>{role}</Cell>
      <Cell>{environments === null ? "all" : <PlainText text={environments.join(", ")} limit={120} />}</Cell>
      <Cell>{lastUsedAt === null ? "never" : <Time at={lastUsedAt} />}</Cell>
      <Cell>{expiresAt === null ? "never" : <Time at={expiresAt} />}</Cell>
      <Cell className="text-right">
        {isLive && (
          <Button look="danger" onClick={onRevoke}>
            Revoke
          </Button>
        )}
      </Cell>
    </Row>
  );
}

function RevokeDialog({ token, onClose }: { readonly token: TokenItem; readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  async function revoke() {
    setBusy(true);
    try {
      await revokeToken(token.id);
      await queryClient.invalidateQueries({ queryKey: ["access"] });
      onClose();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : "It did not work. Try again.");
      setBusy(false);
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Revoke ${token.name}`}
      description="Whoever uses it is refused at once; its open streams and sessions end. It cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" isBusy={isBusy} onClick={() => void revoke()}>
            Revoke
          </Button>
        </>
      }
    >
      {error === null ? undefined : (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </Dialog>
  );
}
