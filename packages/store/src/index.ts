export { type DirectoryLock, lockDataDirectory } from "./lock-data-directory.ts";
export { openStore, type OpenStoreOptions } from "./open-store.ts";
