import { deep, hostile, longWord, markup, rightToLeft, templates, towers, turned } from "./hostile-texts.ts";

/** Manifests take marks that nobody sees as escapes only. */
const manifest = (value: unknown) =>
  JSON.stringify(value, null, 2).replaceAll(
    /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16)}`,
  );
/** What manifests of pipelines refuse: marks of direction in texts. */
const withoutTurns = (text: string) => text.replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, "");

const title = `${markup.slice(0, 110)} ${turned} ${rightToLeft} ${"\u0310".repeat(30)}`.slice(0, 200);

/** As long as a name may be. */
export const longSlug = `staging-${"very-long-name-".repeat(6)}x1`;

/** A branch with what git allows in a name. */
export const hostileBranch = "feature/<img-data-pwned-src=x-onerror=window.pwned=1>\"'&$(pwned)";

function environment(slug: string, branch: string, more: object): Record<string, string> {
  return {
    [`environments/${slug}.json`]: manifest({
      apiVersion: "lockstep/v1",
      kind: "Environment",
      slug,
      title,
      description: hostile(10_000),
      tier: "staging",
      source: { branch },
      immutability: { mode: "strict", semver: "enforce" },
      teams: { shared: { queue: "q1" } },
      fallbackTeam: "shared",
      variables: { NAME: hostile(1_000) },
      runs: { record: "full", retention: "30d" },
      ...more,
    }),
  };
}

/** The pipeline that says everything that a manifest may say. */
export function hostilePipeline(version: string): Record<string, string> {
  return {
    "pipelines/hostile.pipeline.json": manifest({
      apiVersion: "lockstep/v1",
      kind: "Pipeline",
      slug: "hostile",
      version,
      title: withoutTurns(title),
      description: withoutTurns(hostile(10_000)),
      owners: [markup.slice(0, 200), "javascript:window.pwned=1"],
      tags: [markup.slice(0, 200), withoutTurns(turned)],
      labels: { constructor: markup, docs: "javascript:window.pwned=1" },
      deprecated: withoutTurns(hostile(1_000)),
      input: {
        schema: {
          type: "object",
          title: markup,
          properties: JSON.parse(
            `{"text":{"type":"string","title":${JSON.stringify(withoutTurns(title))},"description":${JSON.stringify(withoutTurns(hostile(4_000)))},"default":${JSON.stringify(markup)}},` +
              `"choice":{"enum":[${JSON.stringify(markup)},"b"]},"site":{"type":"string","format":"uri","default":"javascript:window.pwned=1"},` +
              `"any":{}}`,
          ),
        },
        sample: { text: withoutTurns(hostile(1_000)), any: deep(20) },
      },
      output: { value: { said: "{{ input.any }}", word: longWord } },
      steps: [
        {
          id: "say",
          type: "set",
          title: withoutTurns(title),
          description: withoutTurns(hostile(4_000)),
          with: { values: { text: `${markup}${towers}`, templates } },
        },
        {
          id: "compute",
          type: "code",
          title: rightToLeft,
          dependsOn: ["say"],
          with: {
            source: `// ${markup}\nreturn { ${"x".repeat(500)}: input, list: Array.from({ length: 10000 }, (_, i) => "<b data-pwned>" + i) };`,
            input: "{{ input.any }}",
          },
        },
        {
          id: "check",
          type: "assert",
          dependsOn: ["compute"],
          with: { that: "{{ input.choice != 'b' }}", message: "{{ input.text }}" },
        },
      ],
    }),
    "pipelines/asking.pipeline.json": manifest({
      apiVersion: "lockstep/v1",
      kind: "Pipeline",
      slug: "asking",
      version: "1.0.0",
      title: longWord.slice(0, 200),
      steps: [
        {
          id: "ask",
          type: "approval",
          title: withoutTurns(title),
          with: {
            prompt: withoutTurns(hostile(4_000)),
            assignees: ["token:admin", `team:${markup}`],
            form: {
              type: "object",
              title: markup,
              properties: {
                verdict: {
                  type: "string",
                  title: withoutTurns(title),
                  description: withoutTurns(hostile(2_000)),
                  enum: [markup, longWord],
                },
                site: { type: "string", default: "data:text/html,<script>window.pwned=1</script>" },
              },
            },
          },
        },
      ],
    }),
  };
}

/** A repository whose every text was written by somebody hostile. */
export function hostileFiles(): Record<string, string> {
  return {
    ...environment("staging", "develop", {}),
    ...environment("production", "main", {
      tier: "production",
      promotesFrom: "staging",
      gates: { approvals: { required: 1 } },
    }),
    ...environment(longSlug, hostileBranch, { tier: "qa" }),
    ...hostilePipeline("1.0.0"),
  };
}

/** What is refused, with problems that quote it. */
export const refusedFiles: Readonly<Record<string, string>> = {
  "pipelines/<img data-pwned src=x onerror=window.pwned=1>.pipeline.json": `{"slug": ${JSON.stringify(markup)}, "${"x".repeat(500)}": 1}`,
  [`pipelines/${"d/".repeat(60)}${turned}.pipeline.json`]: "{ not json \u202E",
  "pipelines/unknown.pipeline.json": manifest({
    apiVersion: markup,
    kind: "Pipeline",
    slug: "unknown",
    version: turned,
    [markup]: longWord,
    steps: [{ id: markup, type: `${markup}${longWord}`, with: { [markup]: "{{ nowhere.at_all }}" } }],
  }),
};

/** Who wrote it: git allows no angle brackets in a name. */
export const hostileAuthor = {
  name: `"'&lt;script&gt; ${rightToLeft} ${turned} javascript:window.pwned=1 ${longWord.slice(0, 600)}`,
  email: `javascript:window.pwned=1//${"e".repeat(300)}@evil.example`,
};

/** A subject that fills screens, and a body. */
export const hostileMessage = `${hostile(6_000)}\n\n${hostile(12_000)}`;
