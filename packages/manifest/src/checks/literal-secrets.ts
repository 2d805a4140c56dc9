import type { PipelineCheck } from "./pipeline-check.ts";
import { secretLiteralFindings } from "./secret-literals.ts";

/** SECRET_LITERAL: no credential is written into a manifest. */
export const secretsAreReferences: PipelineCheck = ({ written }) => secretLiteralFindings(written);
