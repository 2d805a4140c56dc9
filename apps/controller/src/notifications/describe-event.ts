import { plainLine } from "@lockstep/engine";
import type { JsonObject, NotifiableEvent, OrgEvent } from "@lockstep/model";

import { eventSentences } from "./event-sentences.ts";
import { numberIn, objectIn, textIn } from "./read-fields.ts";

/** An event in sentences for people, each on one line: bodies hold texts from git and from people. */
export interface EventDescription {
  readonly what: string;
  /** Null where the event gives no reason. */
  readonly why: string | null;
  readonly next: string;
  /** Further facts, each with its label. */
  readonly facts: readonly (readonly [string, string])[];
  /** Below the public address. */
  readonly path: string;
}

const longestText = 1_000;
const longestFact = 200;

export function describeEvent(event: NotifiableEvent): EventDescription {
  const { name, environment, body } = event;
  const { what, next } = eventSentences[name];
  const names = { env: environment, deploy: textIn(body, "deploy"), run: textIn(body, "run") };
  const fill = (sentence: string) =>
    sentence.replaceAll(/\{(env|deploy|run)\}/g, (_, key: keyof typeof names) => names[key] ?? "");
  return {
    what,
    why: line(textIn(body, "because") ?? textIn(body, "reason") ?? errorOf(body) ?? differenceOf(body)),
    next: line(textIn(body, "next")) ?? fill(next),
    facts: factsOf(event),
    path: pathOf(environment, names),
  };
}

function factsOf({ name, body }: OrgEvent): EventDescription["facts"] {
  const [slug, version] = [textIn(body, "slug"), textIn(body, "version")];
  const found: readonly (readonly [string, string | number | null])[] = [
    ["Pipeline", slug === null || version === null ? slug : `${slug}@${version}`],
    ["Commit", textIn(body, "revision")?.slice(0, 12) ?? null],
    ["Changes", numberIn(body, "changes")],
    [name.startsWith("drift.") ? "Differences" : "Pipelines", numberIn(body, "count")],
    ["By", actorOf(body)],
    ["Pull request", textIn(objectIn(body, "pullRequest") ?? {}, "url")],
    ["Look at it before", textIn(body, "dueAt")],
  ];
  return found.flatMap(([label, value]) =>
    value === null ? [] : [[label, plainLine(String(value), longestFact)] as const],
  );
}

/** Type and step of what failed a run: what the error says is in the run. */
function errorOf(body: JsonObject): string | null {
  const error = objectIn(body, "error");
  const type = error === null ? null : textIn(error, "type");
  if (error === null || type === null) return null;
  const step = textIn(error, "step");
  return `An error of type ${type}${step === null ? "" : ` in the step ${step}`}.`;
}

/** The first of the differences that drift names. */
function differenceOf({ drift }: JsonObject): string | null {
  const [first] = Array.isArray(drift) ? drift : [];
  return textIn({ sentence: "", ...(first as object) }, "sentence");
}

function actorOf(body: JsonObject): string | null {
  const actor = objectIn(body, "actor");
  return actor === null ? textIn(body, "actor") : textIn(actor, "id");
}

function pathOf(
  environment: string,
  { run, deploy }: { readonly run: string | null; readonly deploy: string | null },
): string {
  if (run !== null) return `/runs/${encodeURIComponent(run)}`;
  if (deploy !== null) return `/deploys/${encodeURIComponent(deploy)}`;
  return `/environments/${encodeURIComponent(environment)}`;
}

function line(value: string | null): string | null {
  return value === null ? null : plainLine(value, longestText);
}
