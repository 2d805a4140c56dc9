/** A repository with one pipeline of three steps that do next to nothing, keyed by path. */
export const threeSteps: Readonly<Record<string, string>> = {
  "environments/staging.json": JSON.stringify({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: "staging",
    tier: "staging",
    source: { branch: "main", include: ["pipelines/**/*.pipeline.json"] },
    teams: { data: { queue: "data" } },
  }),
  "pipelines/three-steps.pipeline.json": JSON.stringify({
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug: "three-steps",
    version: "1.0.0",
    team: "data",
    output: { value: "{{ steps.third.output.value }}" },
    steps: [
      { id: "first", type: "set", with: { values: { value: 1 } } },
      {
        id: "second",
        type: "set",
        dependsOn: ["first"],
        with: { values: { value: "{{ steps.first.output.value }}" } },
      },
      {
        id: "third",
        type: "set",
        dependsOn: ["second"],
        with: { values: { value: "{{ steps.second.output.value }}" } },
      },
    ],
  }),
};
