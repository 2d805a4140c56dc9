export { matchesField } from "./matches-field.ts";
export type { FieldPattern, Power, StepTypeDeclaration } from "./step-type-declaration.ts";
export { declarationOf, stepTypeTable } from "./step-type-table.ts";
export { writtenSchemaOf } from "./written-schema.ts";
export { calleePattern } from "./types/pipeline.ts";
