import { type Problem } from "@lockstep/model";
import { compileFixedSchema } from "@lockstep/schema";

import { orgFormat, type WrittenOrg } from "../format/org-format.ts";
import { schemaFindings } from "../format/schema-findings.ts";
import { parseStrict } from "../text/parse-strict.ts";
import { placeFindings } from "../text/place-findings.ts";

const validate = compileFixedSchema(orgFormat);

/** What became of `lockstep.json`: teams and people unless there are errors. */
export interface OrgCompilation {
  readonly org: WrittenOrg | null;
  readonly problems: readonly Problem[];
}

/** Compiles `lockstep.json` of the control branch. Never throws for what the file holds. */
export function compileOrg(path: string, bytes: Uint8Array): OrgCompilation {
  const { text, value, findings } = parseStrict(bytes);
  const shape = value === undefined ? [] : schemaFindings({ format: orgFormat, value }, validate(value));
  const problems = placeFindings(path, text, [...findings, ...shape]);
  return { org: problems.length > 0 ? null : (value as unknown as WrittenOrg), problems };
}
