import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { Button } from "../../design/button.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Banner } from "../../design/states.tsx";
import { Time } from "../../design/time.tsx";
import {
  debtsQuery,
  type Environment,
  type Hold,
  type Quarantined,
} from "../../environments/environment-queries.ts";
import { useMayAct } from "../../session/use-session.ts";
import { ResumeDialog } from "./resume-dialog.tsx";

/** What keeps an environment from following git, or is owed: holds, quarantine, faults, debts, a missing manifest. */
export function EnvironmentNotices({ environment }: { readonly environment: Environment }) {
  const { slug, heldBy, quarantine, failures, retryAt, removed, retiredAt, debts } = environment;
  const inForce = new Set(heldBy.map(({ id }) => id));
  const left = quarantine.filter(({ hold }) => !inForce.has(hold));
  return (
    <>
      {retiredAt !== null && (
        <Banner tone="idle" icon="dash">
          It was taken out of service <Time at={retiredAt} />. If its manifest comes back, it is planned anew.
        </Banner>
      )}
      {removed && retiredAt === null && (
        <Banner tone="warn" icon="warning">
          Its manifest is gone from the control branch. What was applied stays in force until an admin takes
          it out of service, or the manifest comes back.
        </Banner>
      )}
      {failures > 0 && (
        <Banner tone="warn" icon="warning">
          {failures === 1 ? "The last look failed" : `The last ${failures} looks failed`}. It is tried again
          {retryAt !== null && (
            <>
              {" "}
              <Countdown at={retryAt} />
            </>
          )}
          .
        </Banner>
      )}
      {heldBy.map((hold) => (
        <HoldNotice
          key={hold.id}
          env={slug}
          hold={hold}
          kept={quarantine.filter((one) => one.hold === hold.id)}
        />
      ))}
      {left.length > 0 && <LeftQuarantine env={slug} left={left} />}
      {debts.open > 0 && <DebtNotice env={slug} isOverdue={debts.overdue > 0} />}
    </>
  );
}

interface HoldNoticeProps {
  readonly env: string;
  readonly hold: Hold;
  readonly kept: readonly Quarantined[];
}

const placedBy: Readonly<Record<Hold["kind"], string>> = {
  pause: "Held",
  rollback: "Held by a rollback",
  verification: "Held by a failed verification",
};

function HoldNotice({ env, hold, kept }: HoldNoticeProps) {
  const { id, kind, actor, at, reason, deploy } = hold;
  return (
    <Banner tone="hold" icon="pause">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <p>
            <span className="font-medium">{placedBy[kind]}</span> by <PlainText text={actor.id} limit={80} />,{" "}
            <Time at={at} />: <PlainText text={reason} />
          </p>
          <p className="text-text">
            Plans wait; what is in force runs on.
            {deploy !== null && (
              <>
                {" "}
                <Link to="/deploys/$id" params={{ id: deploy }} className="underline underline-offset-2">
                  The deploy that placed it
                </Link>
              </>
            )}
          </p>
          <QuarantineLines quarantine={kept} />
        </div>
        <Resume env={env} holds={[id]} kept={kept} />
      </div>
    </Banner>
  );
}

function LeftQuarantine({ env, left }: { readonly env: string; readonly left: readonly Quarantined[] }) {
  return (
    <Banner tone="hold" icon="refused">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <p>Its hold ended by itself; what it took out still does not come back.</p>
          <QuarantineLines quarantine={left} />
        </div>
        <Resume env={env} holds={[...new Set(left.map(({ hold }) => hold))]} kept={left} />
      </div>
    </Banner>
  );
}

function QuarantineLines({ quarantine }: { readonly quarantine: readonly Quarantined[] }) {
  if (quarantine.length === 0) return null;
  return (
    <ul aria-label="Quarantined" className="mt-1 list-none space-y-0.5 p-0 text-text">
      {quarantine.map(({ slug, version, content, reason }) => (
        <li key={slug + content}>
          <PlainText text={`${slug} ${version}`} limit={100} /> <ShortId id={content} /> does not come back
          under any version: <PlainText text={reason} />
        </li>
      ))}
    </ul>
  );
}

interface ResumeProps {
  readonly env: string;
  readonly holds: readonly string[];
  readonly kept: readonly Quarantined[];
}

function Resume({ env, holds, kept }: ResumeProps) {
  const [isOpen, setOpen] = useState(false);
  if (!useMayAct("deployer")) return null;
  return (
    <>
      <Button icon="play" onClick={() => setOpen(true)}>
        Resume
      </Button>
      <ResumeDialog {...{ env, holds, kept, isOpen }} onClose={() => setOpen(false)} />
    </>
  );
}

function DebtNotice({ env, isOverdue }: { readonly env: string; readonly isOverdue: boolean }) {
  const { data = [] } = useQuery(debtsQuery(env));
  return (
    <Banner tone={isOverdue ? "bad" : "warn"} icon="warning">
      <p>Applied behind a broken glass, to be settled by somebody else than who broke it:</p>
      <ul className="list-none p-0 text-text">
        {data.map(({ deploy, actor, reason, at, dueAt, overdue }) => (
          <li key={deploy}>
            <Link to="/deploys/$id" params={{ id: deploy }} className="underline underline-offset-2">
              deploy <ShortId id={deploy} digits={8} />
            </Link>{" "}
            by <PlainText text={actor.id} limit={80} />, <Time at={at} />:{" "}
            <PlainText text={reason === "" ? "no reason given" : reason} />{" "}
            <span className={overdue ? "font-medium text-bad" : "text-muted"}>
              {overdue ? "overdue since" : "due"} <Time at={dueAt} />
            </span>
          </li>
        ))}
      </ul>
    </Banner>
  );
}
