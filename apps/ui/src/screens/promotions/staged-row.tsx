import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { AnswerDeploy } from "../../deploys/answer-deploy.tsx";
import { subjectOf } from "../../deploys/commit-line.tsx";
import { deployQuery, type DeploySummary, type Verdict } from "../../deploys/deploy-queries.ts";
import { sortGates, titleOfGate } from "../../deploys/gates.ts";
import { buttonClasses } from "../../design/button.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { PlainText, showShort } from "../../design/plain-text.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { DeployBadge } from "../../design/status-badge.tsx";
import { Time } from "../../design/time.tsx";
import { countAhead, type StagedPromotion } from "../../promotions/group-promotions.ts";
import type { Promotion } from "../../promotions/promotion-queries.ts";

/** One promotion in its stage. */
export function StagedRow({ staged, isSelected }: StagedRowProps) {
  return (
    <li
      ref={isSelected ? showRow : undefined}
      className={`flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-2.5 text-sm ${isSelected ? "bg-accent-soft" : ""}`}
    >
      {staged.kind === "pair" ? (
        <PairRow promotion={staged.promotion} />
      ) : (
        <DeployRow promotion={staged.promotion} deploy={staged.deploy} verdicts={staged.verdicts} />
      )}
    </li>
  );
}

export interface StagedRowProps {
  readonly staged: StagedPromotion;
  /** Whether keys have moved here. */
  readonly isSelected: boolean;
}

function showRow(row: HTMLLIElement | null): void {
  row?.scrollIntoView({ block: "nearest" });
}

function PairRow({ promotion }: { readonly promotion: Promotion }) {
  const { from, to, because, counts } = promotion;
  const params = { from: from.environment, to: to.environment };
  const ahead = countAhead(promotion);
  return (
    <>
      <div className="min-w-0 flex-1 basis-72">
        <Way promotion={promotion} />
        <p>
          {ahead === 1 ? "1 pipeline" : `${ahead} pipelines`} to promote
          {counts.behind > 0 && `, ${counts.behind} behind`}
        </p>
        <p className="text-muted">
          <Sentence text={because} />
        </p>
      </div>
      <Link to="/promotions/$from/$to" params={params} className={buttonClasses("primary")}>
        Look and promote
      </Link>
    </>
  );
}

interface DeployRowProps {
  readonly promotion: Promotion;
  readonly deploy: DeploySummary;
  readonly verdicts: readonly Verdict[] | null;
}

function DeployRow({ promotion, deploy, verdicts }: DeployRowProps) {
  const { id, state, message, author, revision, changes, because, updatedAt, predictedAt } = deploy;
  const isOpen = state === "waiting" || state === "planned";
  const { closed } = sortGates(verdicts ?? []);
  return (
    <>
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-x-2">
          <Way promotion={promotion} />
          <DeployBadge state={state} because={because} />
        </div>
        <p>
          <Link
            to="/deploys/$id"
            params={{ id }}
            className="font-medium text-text underline-offset-2 hover:underline"
          >
            <PlainText text={showShort(subjectOf(message))} limit={null} className="line-clamp-3" />
          </Link>{" "}
          <span className="text-muted">
            <ShortId id={revision} /> by <PlainText text={author} limit={60} />,{" "}
            {changes === 1 ? "1 change" : `${changes} changes`}, <Time at={updatedAt} />
          </span>
        </p>
        {state !== "applied" && (
          <p className="text-muted">
            <Sentence text={because} />
          </p>
        )}
        {isOpen && closed.length > 1 && (
          <p className="text-muted">Closed gates: {closed.map(({ gate }) => titleOfGate(gate)).join(", ")}</p>
        )}
        {isOpen && <Opening predictedAt={predictedAt} closed={closed} />}
      </div>
      {isOpen && <Answer id={id} />}
    </>
  );
}

interface OpeningProps {
  readonly predictedAt: string | null;
  readonly closed: readonly Verdict[];
}

function Opening({ predictedAt, closed }: OpeningProps) {
  if (predictedAt !== null) {
    return (
      <p>
        It deploys by itself <Countdown at={predictedAt} />.
      </p>
    );
  }
  const [first] = closed
    .flatMap(({ opensAt }) => opensAt ?? [])
    .sort((one, other) => one.localeCompare(other));
  if (first === undefined) return null;
  return (
    <p>
      A gate opens <Countdown at={first} />.
    </p>
  );
}

function Answer({ id }: { readonly id: string }) {
  const { data } = useQuery(deployQuery(id));
  return data === undefined ? null : <AnswerDeploy deploy={data.deploy} approval={data.approval} />;
}

function Way({ promotion: { from, to } }: { readonly promotion: Promotion }) {
  return (
    <Link
      to="/promotions/$from/$to"
      params={{ from: from.environment, to: to.environment }}
      className="whitespace-nowrap text-muted underline-offset-2 hover:underline"
    >
      {from.environment} → {to.environment}
    </Link>
  );
}
