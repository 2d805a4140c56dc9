import { environmentDefaults, type Environment, type Json, type JsonObject, noQuotas } from "@lockstep/model";

import {
  connectionDefaults,
  gateDefaults,
  overrideDefaults,
  secretDefaults,
  teamDefaults,
} from "../entry-defaults.ts";
import { isSameJson } from "./without-defaults.ts";

type Defaults = { readonly [name: string]: Json | Defaults };

/** Defaults by section; `*` stands for every member of a map. */
const tree = {
  ...environmentDefaults,
  quotas: { ...noQuotas },
  gates: {
    ...environmentDefaults.gates,
    approvals: gateDefaults.approvals,
    soak: gateDefaults.soak,
    verification: gateDefaults.verification,
    windows: { ...gateDefaults.windows, breakGlass: gateDefaults.breakGlass },
  },
  teams: { "*": { ...teamDefaults, quotas: { ...noQuotas } } },
  secrets: { "*": secretDefaults },
  connections: { "*": connectionDefaults },
  pipelines: { "*": overrideDefaults },
} as const;

/** Lists in which order has no meaning, by name. */
const sets: ReadonlySet<string> = new Set(["include", "from", "teams", "hosts", "allow", "checks", "on"]);

/** What of an environment differs from its defaults, with set-like lists sorted: equal for equal meaning. */
export function canonicalEnvironment(environment: Environment): JsonObject {
  const { title, ...own } = environment as unknown as JsonObject;
  const canonical = withoutDeepDefaults(own, tree);
  return title === environment.slug ? canonical : { ...canonical, title: title ?? null };
}

function withoutDeepDefaults(value: JsonObject, defaults: Defaults): JsonObject {
  const kept: { [name: string]: Json } = {};
  for (const name of Object.keys(value).sort()) {
    const member = sorted(name, value[name] ?? null);
    const usual = defaults[name] ?? defaults["*"];
    if (isMap(member) && isMap(usual)) {
      const inner = withoutDeepDefaults(member, usual);
      if (Object.keys(inner).length > 0 || defaults["*"] !== undefined || isOptIn(name)) kept[name] = inner;
    } else if (!isAbsent(member, usual)) kept[name] = member;
  }
  return kept;
}

/** Gates that are off when they are not written: an empty one still says that it is on. */
function isOptIn(name: string): boolean {
  return ["approvals", "soak", "verification", "windows", "breakGlass"].includes(name);
}

function isAbsent(member: Json, usual: Json | undefined): boolean {
  if (isMap(usual ?? null)) return member === null;
  return usual !== undefined && isSameJson(member, usual);
}

function sorted(name: string, value: Json): Json {
  const isSet = sets.has(name) && Array.isArray(value) && value.every((item) => typeof item === "string");
  return isSet ? [...(value as readonly string[])].sort() : value;
}

function isMap(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
