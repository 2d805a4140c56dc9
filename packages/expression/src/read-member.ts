import { type ASTNode, Optional } from "@marcbachmann/cel-js";

import { describeMissing } from "./describe-missing.ts";
import { ExpressionError } from "./expression-error.ts";

type AccessNode = ASTNode & { readonly op: "." | ".?" | "[]" | "[?]" };

/** What `receiver.key`, `receiver[key]` and their optional forms give. Throws ExpressionError naming what exists instead. */
export function readMember(node: AccessNode, receiver: unknown, key: unknown): unknown {
  if (receiver instanceof Optional)
    return receiver.hasValue() ? Optional.of(findMember(receiver.value(), key)) : Optional.none();
  const found = findMember(receiver, key);
  if (node.op === ".?" || node.op === "[?]") return Optional.of(found);
  if (found !== undefined) return found;
  const { start, end } = node.args[0];
  throw new ExpressionError(
    describeMissing(node.input.slice(start, end), receiver, key),
    positionOfKey(node),
  );
}

function findMember(receiver: unknown, key: unknown): unknown {
  if (receiver instanceof Map) return receiver.get(key);
  if (Array.isArray(receiver)) return isIndex(key) ? receiver[Number(key)] : undefined;
  if (!isPlainObject(receiver)) return undefined;
  const name = String(key);
  return Object.hasOwn(receiver, name) ? receiver[name] : undefined;
}

/** CEL's own constants, such as `google.protobuf`. */
function isPlainObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function isIndex(key: unknown): key is number | bigint {
  return typeof key === "bigint" || (typeof key === "number" && Number.isInteger(key));
}

function positionOfKey(node: AccessNode): number {
  return typeof node.args[1] === "string" ? node.pos : node.args[1].start;
}
