/** The rows of one pipeline. */
export const of = (slug: string) => `environment = 'production' AND slug = '${slug}'`;

export const pointAlphaBack = `
  UPDATE environment_pipelines SET (version, content, manifest) =
    (SELECT version, content, manifest FROM pipeline_versions WHERE slug = 'alpha' AND version = '1.0.0')
  WHERE ${of("alpha")}`;
export const removeBeta = `DELETE FROM environment_pipelines WHERE ${of("beta")}`;
export const addGone = `
  INSERT INTO environment_pipelines
  SELECT 'production', v.slug, v.version, v.content, v.manifest, p.team, 'pipelines/gone.pipeline.json', p.uses,
    p.deploy, p.since
  FROM environment_pipelines AS p, pipeline_versions AS v WHERE p.environment = 'production' AND p.slug = 'beta'
    AND v.slug = 'gone'`;
export const loosenPolicy = `
  UPDATE environments SET policy = replace(policy, '"maxPrune":3', '"maxPrune":99') WHERE slug = 'production'`;

/** What somebody does, whether it is past the guards, and what is said of it. */
export const seeds = [
  [
    "a pointer to another version",
    pointAlphaBack,
    false,
    { kind: "edited", part: "pipeline", slug: "alpha", name: null },
    "version is 1.0.0, applied was 1.1.0",
    "UPDATE",
  ],
  [
    "a row that says another team",
    `UPDATE environment_pipelines SET team = 'mine' WHERE ${of("alpha")}`,
    false,
    { kind: "edited", part: "pipeline", slug: "alpha", name: null },
    "team is mine, applied was none",
    "UPDATE",
  ],
  [
    "a removed row",
    removeBeta,
    false,
    { kind: "missing", part: "pipeline", slug: "beta", name: null },
    "beta 1.0.0 was applied, but is gone",
    "DELETE",
  ],
  [
    "an added row",
    addGone,
    false,
    { kind: "extra", part: "pipeline", slug: "gone", name: null },
    "no deploy put it there",
    "INSERT",
  ],
  [
    "another policy",
    loosenPolicy,
    false,
    { kind: "config", part: "environment", slug: "production", name: null },
    "policy.apply.maxPrune is 99, applied was 3",
    "UPDATE",
  ],
  [
    "another sequence and revision",
    "UPDATE environments SET sequence = 1, applied_revision = 'forged' WHERE slug = 'production'",
    false,
    { kind: "config", part: "environment", slug: "production", name: null },
    "sequence is 1, applied was 2; revision is forged",
    "UPDATE",
  ],
  [
    "a removed trigger",
    `DELETE FROM applied_triggers WHERE ${of("caller")}`,
    false,
    { kind: "config", part: "trigger", slug: "caller", name: "news" },
    "The trigger news of caller was applied, but is gone",
    "DELETE",
  ],
  [
    "a disabled trigger",
    `UPDATE applied_triggers SET enabled = 0 WHERE ${of("caller")}`,
    false,
    { kind: "config", part: "trigger", slug: "caller", name: "news" },
    "enabled is false, applied was true",
    "UPDATE",
  ],
  [
    "an added trigger",
    `INSERT INTO applied_triggers
     SELECT environment, 'beta', 'mine', type, source, definition, enabled, since, cursor_at, next_at
     FROM applied_triggers WHERE ${of("caller")}`,
    false,
    { kind: "config", part: "trigger", slug: "beta", name: "mine" },
    "The trigger mine of beta is in the database, but no deploy put it there",
    "INSERT",
  ],
  [
    "another lock",
    `UPDATE callee_locks SET (version, content, manifest) =
       (SELECT version, content, manifest FROM pipeline_versions WHERE slug = 'alpha' AND version = '1.0.0')
     WHERE environment = 'production' AND caller = 'caller'`,
    false,
    { kind: "config", part: "lock", slug: "caller", name: "alpha@^1.0.0" },
    "version is 1.0.0, applied was 1.1.0",
    "UPDATE",
  ],
  [
    "a removed lock",
    "DELETE FROM callee_locks WHERE environment = 'production'",
    false,
    { kind: "config", part: "lock", slug: "caller", name: "alpha@^1.0.0" },
    "is gone from the database",
    "DELETE",
  ],
  [
    "a stored manifest that is gone",
    "DELETE FROM pipeline_versions WHERE slug = 'beta'",
    true,
    { kind: "unreachable", part: "pipeline", slug: "beta", name: null },
    "is gone",
    "DELETE",
  ],
  [
    "a stored manifest that is no manifest",
    "UPDATE pipeline_versions SET canonical = '{' WHERE slug = 'beta'",
    true,
    { kind: "unreachable", part: "pipeline", slug: "beta", name: null },
    "cannot be read any more",
    "UPDATE",
  ],
  [
    "a stored manifest with another text",
    "UPDATE pipeline_versions SET canonical = replace(canonical, 'Hello', 'Bye') WHERE slug = 'beta'",
    true,
    { kind: "edited", part: "pipeline", slug: "beta", name: null },
    "the stored manifest was edited",
    "UPDATE",
  ],
] as const;
