import type { IconName } from "../../design/icon.tsx";
import { deployStatuses, runStatuses, type Status, statusOf, syncStatuses } from "../../design/statuses.ts";
import { navItems } from "../nav-items.ts";
import type { PaletteEntry } from "./entry.ts";
import type { SearchHit } from "./search-query.ts";

/** What is needed to say what may be meant. */
export interface PaletteQuestion {
  /** What was typed. */
  readonly text: string;
  readonly hits: readonly SearchHit[];
  readonly recent: readonly PaletteEntry[];
  /** Environments where whoever is logged in may roll back. */
  readonly rollBackIn: readonly string[];
}

const verbs = /^(?:roll ?back|open|go to)\s+/i;

/** The part of what was typed that names something: `roll back invoices` is about `invoices`. */
export function nameIn(text: string): string {
  return text.trimStart().replace(verbs, "");
}

/** What the palette offers for a text, the likeliest first: recent places and screens while nothing is typed. */
export function entriesFor({ text, hits, recent, rollBackIn }: PaletteQuestion): readonly PaletteEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [...recent, ...screens, ...actions];
  const isNamed = ({ title }: PaletteEntry) => title.toLowerCase().includes(wanted);
  const found = hits.map(entryOf);
  if (/^roll ?back\s/.test(wanted)) {
    return [...hits.slice(0, 3).flatMap((hit) => waysBack(hit, rollBackIn)), ...found];
  }
  const ways = hits.slice(0, 1).flatMap((hit) => waysBack(hit, rollBackIn));
  return [...screens.filter(isNamed), ...found, ...actions.filter(isNamed), ...ways];
}

const screens: readonly PaletteEntry[] = navItems.map(({ to, title, icon }) => ({
  id: `screen ${to}`,
  kind: "Screen",
  title,
  icon,
  target: { path: to },
}));

const lanes: PaletteEntry = {
  id: "screen lanes",
  kind: "Screen",
  title: "Lanes of commits",
  icon: "up",
  target: { path: "/?view=lanes" },
};

const compare: PaletteEntry = {
  id: "screen compare",
  kind: "Screen",
  title: "Compare",
  icon: "tilde",
  target: { path: "/compare" },
};

const actions: readonly PaletteEntry[] = [
  lanes,
  compare,
  {
    id: "theme",
    kind: "Action",
    title: "Change between light and dark",
    icon: "moon",
    target: { action: "toggle-theme" },
  },
  { id: "keys", kind: "Action", title: "Show the keys", icon: "list", target: { action: "show-keys" } },
  { id: "log-out", kind: "Action", title: "Log out", icon: "back", target: { action: "log-out" } },
];

const statuses: Partial<Record<SearchHit["kind"], Readonly<Record<string, Status>>>> = {
  environment: syncStatuses,
  deploy: deployStatuses,
  run: runStatuses,
};

const looks: Readonly<Record<SearchHit["kind"], { readonly kind: string; readonly icon: IconName }>> = {
  environment: { kind: "Environment", icon: "ring" },
  pipeline: { kind: "Pipeline", icon: "play" },
  deploy: { kind: "Deploy", icon: "up" },
  run: { kind: "Run", icon: "list" },
  commit: { kind: "Commit", icon: "dot" },
};

function entryOf(hit: SearchHit): PaletteEntry {
  const { kind, id, environment, title, state } = hit;
  const isNamed = kind === "environment" || kind === "pipeline";
  const detail = [
    isNamed ? (title === id ? null : title) : id.slice(0, 12),
    kind === "environment" ? null : environment,
    state === null ? null : statusOf(statuses[kind] ?? {}, state).word,
  ]
    .filter((part) => part !== null)
    .join(" · ");
  return {
    id: `${kind} ${environment ?? ""} ${id}`,
    ...looks[kind],
    title: isNamed ? id : title,
    detail: detail === "" ? undefined : detail,
    target: { path: pathOf(hit) },
  };
}

function pathOf({ kind, id, environment }: SearchHit): string {
  const name = encodeURIComponent(id);
  switch (kind) {
    case "environment":
      return `/environments/${name}`;
    case "pipeline":
      return environment === null
        ? `/?q=${name}`
        : `/environments/${encodeURIComponent(environment)}/pipelines/${name}`;
    case "deploy":
      return `/deploys/${name}`;
    case "run":
      return `/runs/${name}`;
    case "commit":
      return `/commits/${name}`;
  }
}

/** Rolling back begins on a screen that shows what it does. Any environment may have the pipeline. */
function waysBack({ kind, id }: SearchHit, environments: readonly string[]): readonly PaletteEntry[] {
  if (kind !== "pipeline" && kind !== "environment") return [];
  const only = kind === "pipeline" ? `?only=${encodeURIComponent(id)}` : "";
  return environments
    .filter((environment) => kind === "pipeline" || environment === id)
    .map((environment) => ({
      id: `roll back ${environment} ${id}`,
      kind: "Action",
      title: `Roll back ${id}`,
      detail: kind === "pipeline" ? `in ${environment}` : "all of its pipelines",
      icon: "back",
      target: { path: `/environments/${encodeURIComponent(environment)}/rollback${only}` },
    }));
}
