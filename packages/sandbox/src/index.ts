export { createSandbox, type SandboxOptions, type SandboxPool } from "./create-sandbox.ts";
