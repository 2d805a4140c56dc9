import { createHash } from "node:crypto";

import { is, Placeholder, type SQL, sql } from "drizzle-orm";

import type { Dialect } from "./dialect.ts";
import { storableText } from "./storable-text.ts";

/** A value that both databases store as it is. */
export type SqlValue = string | number | null;

/** What a statement is given when it runs: single values, or a list for {@link Dialect.isOneOf}. */
export type Values = { readonly [name: string]: SqlValue | readonly string[] };

/** A statement that is compiled once per dialect and prepared once per connection. */
export interface Statement<Given extends Values, Row> extends UntypedStatement {
  /** Only carries types. */
  readonly types?: { readonly given: Given; readonly row: Row };
}

export interface UntypedStatement {
  compiledFor(dialect: Dialect): CompiledStatement;
}

export interface CompiledStatement {
  /** Short and stable, for the server's list of prepared statements. */
  readonly name: string;
  readonly text: string;
  bind(values: Values): unknown[];
}

type Placeholders<Given extends Values> = { readonly [Name in keyof Given]-?: SQL };

/** Declares a statement; `build` names its values and may use what is special about the dialect. */
export function statement<Given extends Values, Row = never>(
  build: (values: Placeholders<Given>, dialect: Dialect) => SQL,
): Statement<Given, Row> {
  const compiled = new Map<Dialect["name"], CompiledStatement>();
  return {
    compiledFor(dialect) {
      const known = compiled.get(dialect.name);
      if (known !== undefined) return known;
      const fresh = compile(build(placeholders<Given>(), dialect), dialect);
      compiled.set(dialect.name, fresh);
      return fresh;
    },
  };
}

function placeholders<Given extends Values>(): Placeholders<Given> {
  return new Proxy({} as Placeholders<Given>, {
    get: (_, name) => sql`${sql.placeholder(String(name))}`,
  });
}

function compile(built: SQL, dialect: Dialect): CompiledStatement {
  const { text, parameters } = dialect.compile(built);
  const readers = parameters.map((parameter) => readerOf(parameter, dialect));
  return { name: nameOf(text), text, bind: (values) => readers.map((read) => read(values)) };
}

function readerOf(parameter: unknown, dialect: Dialect): (values: Values) => unknown {
  if (!is(parameter, Placeholder)) {
    const bound = bindable(parameter as SqlValue, dialect);
    return () => bound;
  }
  const { name } = parameter;
  return (values) => bindable(values[name], dialect);
}

/** A value as the driver takes it. */
export function bindable(value: SqlValue | readonly string[] | undefined, dialect: Dialect): unknown {
  if (typeof value === "string") return storableText(value);
  if (typeof value === "object" && value !== null) return dialect.listParameter(value);
  return value;
}

/** PostgreSQL cuts names at 63 bytes. */
export function nameOf(text: string): string {
  return `lockstep_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}
