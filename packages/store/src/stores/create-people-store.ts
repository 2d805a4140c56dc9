import { createHmac } from "node:crypto";

import type { PeopleStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { loadPeople } from "../queries/load-people.ts";
import { rememberPerson } from "../queries/remember-person.ts";

export function createPeopleStore(database: Database, salt: string | Uint8Array): PeopleStore {
  return {
    remember: async ({ name, email }) => {
      const id = personId(email, salt);
      await database.transact(() => rememberPerson({ id, name, email }));
      return id;
    },
    load: (ids) => database.read(loadPeople(ids)),
  };
}

/** HMAC-SHA-256, because addresses can be guessed: without the salt nobody can test a guess against the records. */
function personId(email: string, salt: string | Uint8Array): string {
  return `person:${createHmac("sha256", salt).update(email.trim().toLowerCase()).digest("hex")}`;
}
