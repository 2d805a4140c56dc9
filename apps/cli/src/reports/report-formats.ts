import type { Problem } from "@lockstep/model";

import { githubReport } from "./github-report.ts";
import { sarifReport } from "./sarif-report.ts";

export const reportFormats = ["text", "json", "github", "sarif"] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** Formats that other programs read, beside the text and the JSON document of every command. */
export const machineReports: Readonly<
  Record<Exclude<ReportFormat, "text" | "json">, (problems: readonly Problem[]) => string>
> = { github: githubReport, sarif: sarifReport };
