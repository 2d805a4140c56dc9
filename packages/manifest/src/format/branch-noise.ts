import type { FixedValidator } from "@lockstep/schema";

type SchemaError = ReturnType<FixedValidator>[number];

const summaries: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);

/**
 * Of alternatives that all failed, ajv reports every error of every branch. People need one: the errors of the branch
 * that comes nearest, or the summary where branches only differ in the field they require.
 */
export function withoutBranchNoise(errors: readonly SchemaError[]): readonly SchemaError[] {
  const groups = errors.filter(({ keyword }) => summaries.has(keyword));
  return groups
    .reduce<readonly SchemaError[]>((kept, group) => withoutGroup(kept, group), errors)
    .filter(isTelling);
}

function withoutGroup(errors: readonly SchemaError[], group: SchemaError): readonly SchemaError[] {
  const inside = errors.filter((error) => error !== group && isInside(error, group));
  const branch = fitsTwice(group) ? null : nearestBranch(inside, group);
  if (branch === null) return errors.filter((error) => !inside.includes(error));
  return errors.filter(
    (error) => error !== group && (!inside.includes(error) || branchOf(error, group) === branch),
  );
}

/** Whether `oneOf` failed because two branches fit, not because none did. */
function fitsTwice({ params }: SchemaError): boolean {
  return Array.isArray((params as { readonly passingSchemas?: unknown }).passingSchemas);
}

function isInside(error: SchemaError, group: SchemaError): boolean {
  return (
    error.schemaPath.startsWith(`${group.schemaPath}/`) && error.instancePath.startsWith(group.instancePath)
  );
}

/** The branch whose type and constants fit and that is not the one for templates; `null` when none stands out. */
function nearestBranch(inside: readonly SchemaError[], group: SchemaError): string | null {
  const branches = new Map<string, SchemaError[]>();
  for (const error of inside) {
    const branch = branchOf(error, group);
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const near = [...branches].filter(([, own]) => !own.some((error) => isOther(error, group)));
  if (near.length === 1) return near[0]?.[0] ?? null;
  return isTemplateChoice(inside, group) ? "0" : null;
}

function isOther({ keyword, instancePath, params }: SchemaError, group: SchemaError): boolean {
  if (keyword === "const") return true;
  if (isTemplatePattern(params)) return true;
  return keyword === "type" && instancePath === group.instancePath;
}

function isTemplateChoice(inside: readonly SchemaError[], group: SchemaError): boolean {
  return (
    group.keyword === "anyOf" &&
    inside.some((error) => branchOf(error, group) === "1" && isTemplateBranch(error))
  );
}

function isTemplateBranch({ keyword, params }: SchemaError): boolean {
  return isTemplatePattern(params) || keyword === "type";
}

function isTemplatePattern(params: object): boolean {
  return (params as { readonly pattern?: string }).pattern === "\\{\\{";
}

function branchOf(error: SchemaError, group: SchemaError): string {
  return error.schemaPath.slice(group.schemaPath.length + 1).split("/")[0] ?? "";
}

/** `if` only says that `then` or `else` failed, which is listed as well. */
function isTelling({ keyword }: SchemaError): boolean {
  return keyword !== "if" && keyword !== "propertyNames";
}
