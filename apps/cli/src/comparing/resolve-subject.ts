import { slugPattern, versionPattern } from "@lockstep/model";

import { connect } from "../org/connect.ts";
import type { Invocation } from "../program/invocation.ts";
import { readInstant, toInstantText } from "../program/parse-instant.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { fileSubject } from "./file-subject.ts";
import { environmentSubject, versionSubject } from "./org-subjects.ts";
import { revisionSubject } from "./revision-subject.ts";
import type { Subject } from "./subject.ts";

const environmentPrefix = "env:";

/**
 * What a name means, in this order: `env:name`, an existing path, `slug@1.2.3`, `environment@instant`, a commit of the
 * repository here, an environment. Wrong use: none of them.
 */
export async function resolveSubject(cli: Invocation, name: string): Promise<Subject> {
  if (name.startsWith(environmentPrefix)) {
    const [environment = "", at] = name.slice(environmentPrefix.length).split("@", 2);
    const instant = at === "now" ? undefined : toInstantText(at, cli.world.clock);
    return environmentSubject(await connect(cli), environment, instant);
  }
  const { cwd, interrupted } = cli.world;
  const file = fileSubject(cwd, name);
  if (file !== null) return file;
  const [slug = "", version = ""] = name.split("@", 2);
  if (matches(slugPattern, slug) && matches(versionPattern, version)) {
    return versionSubject(await connect(cli), slug, version);
  }
  const at = readInstant(version, cli.world.clock);
  if (matches(slugPattern, slug) && (at !== null || version === "now")) {
    return environmentSubject(await connect(cli), slug, at ?? undefined);
  }
  const revision = await revisionSubject(cwd, name, interrupted);
  if (revision !== null) return revision;
  if (matches(slugPattern, name)) {
    cli.output.note(`'${name}' is no file and no commit here, so it is taken for an environment.`);
    return environmentSubject(await connect(cli), name);
  }
  throw wrongUse(
    `'${name}' is no file, no commit of the repository here, no slug@1.2.3, no environment@instant and no environment.`,
  );
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern).test(text);
}
