export * from "./build-package.ts";
export * from "./create-test-database.ts";
export * from "./git/fast-import.ts";
export * from "./git/git-server.ts";
export * from "./git/run-test-git.ts";
export * from "./git/test-repository.ts";
export * from "./postgres-server.ts";
