import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Icon, type IconName } from "../../design/icon.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { CopyButton, ShortId } from "../../design/short-id.tsx";
import { Time } from "../../design/time.tsx";
import { type Tone, toneText } from "../../design/tone.ts";
import type { Environment } from "../../environments/environment-queries.ts";

/** Desired, applied and live side by side, and between them whether they are the same. */
export function ThreeRevisions({ environment }: { readonly environment: Environment }) {
  const { branch, desired, applied, live, observedAt, slug } = environment;
  const isSame = desired.revision === applied.revision && desired.controlRevision === applied.controlRevision;
  return (
    <section
      aria-label="Desired, applied and live"
      className="grid grid-cols-1 rounded-lg border border-line bg-surface md:grid-cols-[1fr_auto_1fr_auto_1fr]"
    >
      <Column name="Desired" what="git">
        <Revision revision={desired.revision} none="not seen yet" />
        <p className="text-muted">
          branch <PlainText text={branch ?? "not known yet"} limit={80} />
          {observedAt !== null && (
            <>
              , looked <Time at={observedAt} />
            </>
          )}
        </p>
        <Control revision={desired.controlRevision} beside={desired.revision} />
      </Column>
      <Between
        icon={isSame ? "check" : "pending"}
        tone={isSame ? "good" : "info"}
        says={isSame ? "What is applied is what git says." : "Git says something else than what is applied."}
      />
      <Column name="Applied" what="running">
        <Revision revision={applied.revision} none="nothing yet" />
        <p className="text-muted">
          {applied.deploy !== null && (
            <>
              <Link to="/deploys/$id" params={{ id: applied.deploy }} className="text-link">
                apply {applied.sequence}
              </Link>
              {applied.at !== null && (
                <>
                  , <Time at={applied.at} />
                </>
              )}
            </>
          )}
        </p>
        <Control revision={applied.controlRevision} beside={applied.revision} />
      </Column>
      <Between
        icon={live.drift === 0 ? "check" : "drift"}
        tone={live.drift === 0 ? "good" : "warn"}
        says={live.drift === 0 ? "What was found is what was applied." : "What was found differs."}
      />
      <Column name="Live" what="found">
        {live.drift === 0 ? (
          <>
            <Revision revision={applied.revision} none="nothing yet" />
            <p className="text-muted">every stored row is as it was applied</p>
          </>
        ) : (
          <>
            <p className="text-lg font-medium text-warn">
              {live.drift === 1 ? "1 difference" : `${live.drift} differences`}
            </p>
            <p>
              <Link to="/drift" search={{ env: slug }} className="text-link">
                See what differs
              </Link>
            </p>
          </>
        )}
      </Column>
    </section>
  );
}

interface ColumnProps {
  readonly name: string;
  readonly what: string;
  readonly children: ReactNode;
}

function Column({ name, what, children }: ColumnProps) {
  return (
    <div className="min-w-0 space-y-0.5 px-4 py-3 text-sm">
      <h2 className="text-sm">
        {name} <span className="font-normal text-muted">({what})</span>
      </h2>
      {children}
    </div>
  );
}

function Revision({ revision, none }: { readonly revision: string | null; readonly none: string }) {
  if (revision === null) return <p className="text-lg text-muted">{none}</p>;
  return (
    <p className="flex items-center gap-1 text-lg">
      <Link
        to="/commits/$sha"
        params={{ sha: revision }}
        className="text-text underline-offset-4 hover:underline"
      >
        <ShortId id={revision} />
      </Link>
      <CopyButton text={revision} what="the whole revision" />
    </p>
  );
}

/** The revision that environments are read from, where it is another one. */
function Control({ revision, beside }: { readonly revision: string | null; readonly beside: string | null }) {
  if (revision === null || revision === beside) return null;
  return (
    <p className="text-muted">
      rules from <ShortId id={revision} />
    </p>
  );
}

interface BetweenProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly says: string;
}

function Between({ icon, tone, says }: BetweenProps) {
  return (
    <div
      role="img"
      aria-label={says}
      title={says}
      className={`flex items-center justify-center border-line px-4 max-md:border-t md:border-l ${toneText[tone]}`}
    >
      <Icon name={icon} className="size-5 max-md:my-1" />
    </div>
  );
}
