import { CelFault, type CelFunctions } from "./cel-function.ts";

/** Functions over numbers; integers and doubles mix, results are doubles unless an argument is returned as it is. */
export const numberFunctions: CelFunctions = {
  "round(dyn): dyn": (value) => Math.round(toNumber("round", value)),
  "floor(dyn): dyn": (value) => Math.floor(toNumber("floor", value)),
  "ceil(dyn): dyn": (value) => Math.ceil(toNumber("ceil", value)),
  "min(list): dyn": (items: readonly unknown[]) => pick("min", items, (a, b) => a < b),
  "min(dyn, dyn): dyn": (a, b) => pick("min", [a, b], (x, y) => x < y),
  "max(list): dyn": (items: readonly unknown[]) => pick("max", items, (a, b) => a > b),
  "max(dyn, dyn): dyn": (a, b) => pick("max", [a, b], (x, y) => x > y),
  "sum(list): dyn": (items: readonly unknown[]) =>
    items.reduce<number>((total, item) => total + toNumber("sum", item), 0),
};

function toNumber(name: string, value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw new CelFault(`${name}() takes numbers only`);
}

type Ordered = string | number;

function pick(name: string, items: readonly unknown[], wins: (a: Ordered, b: Ordered) => boolean): Ordered {
  const ordered = items.map((item) => toOrdered(name, item));
  const [first, ...others] = ordered;
  if (first === undefined) throw new CelFault(`${name}() of an empty list`);
  if (others.some((other) => typeof other !== typeof first))
    throw new CelFault(`${name}() cannot compare text with numbers`);
  return others.reduce((best, other) => (wins(other, best) ? other : best), first);
}

function toOrdered(name: string, value: unknown): Ordered {
  return typeof value === "string" ? value : toNumber(name, value);
}
