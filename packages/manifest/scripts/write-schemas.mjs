// Writes schemas/*.schema.json from the formats. Run `npm run schemas -w packages/manifest` after changing one.
import { writeFileSync } from "node:fs";

import { publishedSchemas } from "../dist/index.js";

for (const [file, schema] of Object.entries(publishedSchemas()))
  writeFileSync(new URL(`../../../schemas/${file}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
