import type { SecretStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { listSecrets } from "../queries/list-secrets.ts";
import { loadSecret } from "../queries/load-secret.ts";
import { putSecret } from "../queries/put-secret.ts";
import { removeSecret } from "../queries/remove-secret.ts";

export function createSecretStore(database: Database): SecretStore {
  return {
    put: (secret, actor) => database.transact(() => putSecret(secret, actor)),
    load: (environment, name) => database.read(loadSecret(environment, name)),
    list: (environment) => database.read(listSecrets(environment)),
    remove: (environment, name, actor) => database.transact(() => removeSecret({ environment, name }, actor)),
  };
}
