import type { Role } from "@lockstep/model";

/** Who commits to the demo repository. Their addresses and tokens are linked in its `lockstep.json`. */
export const demoAuthors = {
  mara: { name: "Mara Lindqvist", email: "mara.lindqvist@example.com" },
  tomas: { name: "Tomás Ferreira", email: "tomas.ferreira@example.com" },
  priya: { name: "Priya Nair", email: "priya.nair@example.com" },
  jonas: { name: "Jonas Weber", email: "jonas.weber@example.com" },
} as const;

export type DemoAuthor = keyof typeof demoAuthors;

/** Who acts in the demo: people, and the programs that start most runs. */
export const demoActors = {
  mara: "approver",
  tomas: "approver",
  priya: "deployer",
  jonas: "runner",
  shop: "runner",
  helpdesk: "runner",
} as const satisfies Readonly<Record<string, Role>>;

export type DemoActor = keyof typeof demoActors;
