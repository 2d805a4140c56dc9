export { readSigners, type SignerFiles } from "./read-signers.ts";
export { type AllowedSigners, countSigners } from "./signers.ts";
export { parseAllowedSigners } from "./ssh/parse-allowed-signers.ts";
export { verifyCommit } from "./verify-commit.ts";
