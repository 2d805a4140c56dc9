import { type Problem, problemCodes, type ProblemCode } from "@lockstep/model";

import { lockstepVersion } from "../program/lockstep-version.ts";
import { jsonText } from "../terminal/json-text.ts";

const codes = Object.keys(problemCodes) as ProblemCode[];

/** Problems as a log of the Static Analysis Results Interchange Format, OASIS SARIF 2.1.0. */
export function sarifReport(problems: readonly Problem[]): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Lockstep", semanticVersion: lockstepVersion(), rules: codes.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        results: problems.map(resultOf),
      },
    ],
  };
  return `${jsonText(log)}\n`;
}

function ruleOf(code: ProblemCode) {
  const [severity, meaning] = problemCodes[code];
  return { id: code, shortDescription: { text: meaning }, defaultConfiguration: { level: severity } };
}

function resultOf({ code, severity, message, fix, ...place }: Problem) {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: fix === undefined ? message : `${message} Fix: ${fix}` },
    ...(place.file === "" ? {} : { locations: [locationOf(place)] }),
  };
}

function locationOf({ file, line, column, path }: Pick<Problem, "file" | "line" | "column" | "path">) {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
      region: { startLine: line, startColumn: column },
    },
    ...(path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
  };
}
