export { defaultTimeouts, type Timeouts } from "./bounds.ts";
export { openRepository, type NativeUse, type RepositoryOptions } from "./open-repository.ts";
