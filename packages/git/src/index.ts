export { defaultTimeouts, type Timeouts } from "./bounds.ts";
export { openRepository, type RepositoryOptions } from "./open-repository.ts";
