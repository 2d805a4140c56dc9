export { createGitHubForge } from "./github/create-github-forge.ts";
export { createGitHubDoor, type GitHubDoorOptions } from "./github/door/create-github-door.ts";
export type { GitHubForgeOptions, GitHubSignIn, ForgeLog, RequiredCheck } from "./github/github-options.ts";
export { createNoForge } from "./none/create-no-forge.ts";
export { neededEvents, neededPermissions } from "./github/setup/needed-access.ts";
