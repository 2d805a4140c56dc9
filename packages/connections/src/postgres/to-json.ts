import type { Json } from "@lockstep/model";
import pg from "pg";

type Parse = (text: string) => Json;

const asText: Parse = (text) => text;

/** A number where JSON keeps it exactly, else its digits as text. */
const integer: Parse = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
};

/** NaN and infinities, which JSON does not have, stay texts. */
const float: Parse = (text) => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};

/** `2026-02-03 14:00:00.5+00` → `2026-02-03T14:00:00.5Z`; sessions are in UTC. */
const instant: Parse = (text) => text.replace(" ", "T").replace(/\+00$/, "Z");

/** `\x00ff` → base64. */
const bytes: Parse = (text) => Buffer.from(text.slice(2), "hex").toString("base64");

/** By the type's object id in `pg_type`, which is fixed for built-in types. */
const scalars: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [16, (text) => text === "t"],
  [17, bytes],
  [20, integer],
  [21, integer],
  [23, integer],
  [26, integer],
  [114, (text) => JSON.parse(text) as Json],
  [700, float],
  [701, float],
  [1114, instant],
  [1184, instant],
  [3802, (text) => JSON.parse(text) as Json],
]);

/** Types of arrays, each with the type of its elements. */
const elements: ReadonlyMap<number, number> = new Map([
  [199, 114],
  [1000, 16],
  [1001, 17],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
  [2951, 2950],
  [3807, 3802],
]);

/** Its declaration lists no types of arrays. */
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

const textArray = 1009;

/** How values of a PostgreSQL type become JSON; what has no form of its own there is the text that PostgreSQL shows. */
export function jsonParserOf(type: number): Parse {
  const element = elements.get(type);
  if (element === undefined) return scalars.get(type) ?? asText;
  const parse = scalars.get(element) ?? asText;
  const split = pg.types.getTypeParser(textArray as TypeId) as (text: string) => readonly unknown[];
  return (text) => deepMap(split(text), parse);
}

function deepMap(value: unknown, parse: Parse): Json {
  if (Array.isArray(value)) return value.map((item) => deepMap(item, parse));
  return typeof value === "string" ? parse(value) : null;
}
