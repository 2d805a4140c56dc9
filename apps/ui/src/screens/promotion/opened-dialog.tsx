import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { ExternalLink } from "../../design/external-link.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { CopyButton } from "../../design/short-id.tsx";
import type { OpenedPromotion } from "../../promotions/promotion-queries.ts";

export interface OpenedDialogProps {
  readonly to: string;
  readonly opened: OpenedPromotion;
  readonly onClose: () => void;
}

/** The pull request that promotes, or the commands that do it, each to be copied. */
export function OpenedDialog({ to, opened, onClose }: OpenedDialogProps) {
  const { pullRequest, commands, notes } = opened;
  return (
    <Dialog
      isOpen
      isWide={pullRequest === null}
      onClose={onClose}
      title={
        pullRequest === null ? `Type this to promote to ${to}` : `Pull request #${pullRequest.number} is open`
      }
      description={
        pullRequest === null
          ? "No forge is configured. Type this in a clone; the last command is what deploys."
          : "Merge it when its checks are green; that is what deploys."
      }
      footer={
        <>
          {commands.length > 0 && <CopyAll commands={commands} />}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className="space-y-3 text-sm">
        {pullRequest !== null && (
          <p>
            <ExternalLink href={pullRequest.url}>
              <PlainText text={pullRequest.title} limit={null} />
            </ExternalLink>
            <span className="block text-muted">
              <PlainText text={`${pullRequest.head} → ${pullRequest.base}`} limit={200} />
            </span>
          </p>
        )}
        {notes.map((note) => (
          <p key={note} className="text-muted">
            <PlainText text={note} />
          </p>
        ))}
        {commands.length > 0 && (
          <ol aria-label="Commands" className="list-none space-y-1">
            {commands.map((command, index) => (
              // The same command may be in the list twice; the list never changes.
              <li
                key={index}
                className="flex items-start justify-between gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3"
              >
                <code className="min-w-0 font-mono text-xs">
                  <PlainText text={command} isBlock limit={2_000} />
                </code>
                <CopyButton text={command} what="the command" />
              </li>
            ))}
          </ol>
        )}
      </div>
    </Dialog>
  );
}

function CopyAll({ commands }: { readonly commands: readonly string[] }) {
  return (
    <Button
      look="primary"
      icon="copy"
      onClick={() => void navigator.clipboard.writeText(`${commands.join("\n")}\n`)}
    >
      Copy all
    </Button>
  );
}
