import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { JsonText } from "../../dag/json-text.tsx";
import { Badge } from "../../design/badge.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { CopyButton } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, Fact, Facts, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { isObject } from "../../json/is-object.ts";
import { describeSchedule } from "./describe-schedule.ts";
import { Firings } from "./firings.tsx";
import { type AppliedPipeline, type Place, type ShownTrigger, triggersQuery } from "./pipeline-queries.ts";
import type { AppliedTabProps } from "./tab-props.ts";

/** What starts it by itself, when next, and what keeps a trigger from firing. */
export function TriggersTab({ place, pipeline }: AppliedTabProps) {
  const query = useQuery(triggersQuery(place));
  return (
    <div className="space-y-4">
      <QueryView query={query} what="triggers">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nothing starts it by itself">
              Press Run, call it through the API, or declare <code className="font-mono">triggers</code> in
              its manifest.
            </EmptyState>
          ) : (
            items.map((trigger) => <TriggerPanel key={trigger.trigger} {...{ place, trigger, pipeline }} />)
          )
        }
      </QueryView>
      <Firings place={place} />
    </div>
  );
}

interface TriggerPanelProps {
  readonly place: Place;
  readonly trigger: ShownTrigger;
  readonly pipeline: AppliedPipeline;
}

const kinds = { cron: "Schedule", webhook: "Webhook", pipeline: "After a pipeline", event: "Event" } as const;

function TriggerPanel({ place, trigger, pipeline }: TriggerPanelProps) {
  const declared = declarationOf(pipeline, trigger.trigger);
  const input = declared?.["input"];
  return (
    <Panel
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          <PlainText text={trigger.trigger} limit={80} />
          <span className="font-normal text-muted">{kinds[trigger.type]}</span>
          {trigger.enabled ? (
            <Badge tone="good" icon="check">
              Enabled
            </Badge>
          ) : (
            <Badge tone="hold" icon="pause">
              Paused
            </Badge>
          )}
        </span>
      }
    >
      <Facts>
        {!trigger.enabled && (
          <Fact name="Why paused">
            <Sentence
              text={
                declared?.["enabled"] === false
                  ? "Its manifest says `enabled: false`, and the environment does not say otherwise."
                  : "The environment switches it off: `triggers.default` or `pipelines` in its manifest."
              }
            />
          </Fact>
        )}
        <What {...{ place, trigger, declared }} />
        {input !== undefined && input !== null && (
          <Fact name="Input">
            <details>
              <summary className="text-accent">Show what the run gets</summary>
              <div className="mt-1">
                <JsonText value={input} />
              </div>
            </details>
          </Fact>
        )}
        <Fact name="In force">
          since <Time at={trigger.since} />
        </Fact>
      </Facts>
      {trigger.next.length > 0 && <NextFires trigger={trigger} />}
    </Panel>
  );
}

function What({
  place,
  trigger,
  declared,
}: Omit<TriggerPanelProps, "pipeline"> & { readonly declared: ReturnType<typeof declarationOf> }) {
  const { type, schedule, timezone, listensTo, hook } = trigger;
  if (type === "cron") {
    return (
      <Fact name="When">
        {schedule !== null && (
          <>
            <PlainText text={describeSchedule(schedule)} limit={300} />, {timezone}{" "}
            <code className="font-mono text-xs text-muted">{schedule}</code>
          </>
        )}
      </Fact>
    );
  }
  if (type === "webhook") {
    const url = `${window.location.origin}${hook ?? ""}`;
    const auth = isObject(declared?.["auth"]) ? declared["auth"]["type"] : null;
    return (
      <Fact name="Send to">
        <span className="inline-flex max-w-full items-center gap-1">
          <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">POST {url}</code>
          <CopyButton text={url} what="the URL" />
        </span>
        {typeof auth === "string" && <span className="block text-muted">Authenticated by {auth}.</span>}
      </Fact>
    );
  }
  if (type === "pipeline") {
    return (
      <Fact name="After">
        <Link
          to="/environments/$env/pipelines/$slug"
          params={{ env: place.env, slug: listensTo ?? "" }}
          className="text-link"
        >
          <PlainText isInControl text={listensTo ?? ""} limit={120} />
        </Link>{" "}
        ends in {typeof declared?.["on"] === "string" ? declared["on"] : "success"}
      </Fact>
    );
  }
  return (
    <Fact name="Event">
      <code className="font-mono text-xs">
        <PlainText text={listensTo ?? ""} limit={200} />
      </code>
      {typeof declared?.["filter"] === "string" && (
        <span className="block text-muted">
          if <PlainText text={declared["filter"]} limit={300} />
        </span>
      )}
    </Fact>
  );
}

function NextFires({ trigger: { next, timezone } }: { readonly trigger: ShownTrigger }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isSame = timezone === null || timezone === own;
  return (
    <div className="mt-3 max-w-2xl rounded-md border border-line">
      <Table caption="The next instants">
        <thead>
          <tr>
            <HeadCell className="max-sm:hidden">Fires next</HeadCell>
            <HeadCell>Your time, {own}</HeadCell>
            {!isSame && <HeadCell>Its time, {timezone}</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {next.map((at) => (
            <Row key={at}>
              <Cell className="max-sm:hidden">
                <Time at={at} />
              </Cell>
              <Cell>{inZone(at, own)}</Cell>
              {!isSame && <Cell>{inZone(at, timezone)}</Cell>}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function inZone(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  }).format(new Date(at));
}

/** What the manifest says of a trigger. */
function declarationOf({ definition }: AppliedPipeline, id: string) {
  const triggers = isObject(definition) ? definition["triggers"] : null;
  const list: readonly unknown[] = Array.isArray(triggers) ? triggers : [];
  return list.filter(isObject).find((trigger) => trigger["id"] === id);
}
