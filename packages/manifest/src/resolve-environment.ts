import { environmentDefaults as defaults, type Environment, type Gates, noQuotas } from "@lockstep/model";

import {
  connectionDefaults,
  gateDefaults,
  overrideDefaults,
  secretDefaults,
  teamDefaults,
} from "./entry-defaults.ts";
import type { WrittenEnvironment } from "./format/environment-format.ts";

type WrittenGates = NonNullable<WrittenEnvironment["gates"]>;

/** An environment with every default filled in. */
export function resolveEnvironment(written: WrittenEnvironment): Environment {
  const { $schema: _, apiVersion: _version, kind: _kind, ...own } = written;
  return {
    ...defaults,
    title: own.slug,
    ...own,
    source: { ...defaults.source, ...own.source },
    apply: { ...defaults.apply, ...own.apply },
    immutability: { ...defaults.immutability, ...own.immutability },
    gates: resolveGates(own.gates ?? {}),
    runs: { ...defaults.runs, ...own.runs },
    triggers: { ...defaults.triggers, ...own.triggers },
    teams: mapValues(own.teams, (team) => ({
      ...teamDefaults,
      ...team,
      quotas: { ...noQuotas, ...team.quotas },
    })),
    quotas: { ...noQuotas, ...own.quotas },
    secrets: mapValues(own.secrets, (secret) => ({ ...secretDefaults, ...secret })),
    connections: mapValues(own.connections, (connection) => ({ ...connectionDefaults, ...connection })),
    egress: { ...defaults.egress, ...own.egress },
    pipelines: mapValues(own.pipelines, ({ quotas = null, ...override }) => ({
      ...overrideDefaults,
      ...override,
      quotas: quotas === null ? null : { ...noQuotas, ...quotas },
    })),
  };
}

function resolveGates({ approvals, soak, verification, windows, ...gates }: WrittenGates): Gates {
  return {
    ...defaults.gates,
    ...gates,
    approvals: unlessNull(approvals, (written) => ({ ...gateDefaults.approvals, ...written })),
    soak: unlessNull(soak, (written) => ({ ...gateDefaults.soak, ...written })),
    verification: unlessNull(verification, (written) => ({
      ...gateDefaults.verification,
      ...written,
      smoke: (written.smoke ?? []).map((smoke) => ({ ...gateDefaults.smoke, ...smoke })),
    })),
    windows: unlessNull(windows, resolveWindows),
  };
}

function resolveWindows(written: NonNullable<WrittenGates["windows"]>): NonNullable<Gates["windows"]> {
  return {
    ...gateDefaults.windows,
    ...written,
    allow: (written.allow ?? []).map((window) => ({ ...gateDefaults.window, ...window })),
    deny: (written.deny ?? []).map((window) => ({ ...gateDefaults.window, ...window })),
    breakGlass: unlessNull(written.breakGlass, (own) => ({ ...gateDefaults.breakGlass, ...own })),
  };
}

function unlessNull<Written, Resolved>(
  written: Written | null | undefined,
  resolve: (written: Written) => Resolved,
): Resolved | null {
  return written === null || written === undefined ? null : resolve(written);
}

function mapValues<Written, Resolved>(
  map: { readonly [name: string]: Written } | undefined,
  resolve: (written: Written) => Resolved,
): { readonly [name: string]: Resolved } {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, written]) => [name, resolve(written)]));
}
