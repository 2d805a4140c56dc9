/** A GitHub Actions workflow that annotates pull requests with every problem of the manifests, and runs their tests. */
export const checkWorkflow = `name: Lockstep

on:
  pull_request:
  merge_group:
  push:
    branches: [main, develop]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npx lockstep validate --format github
      - run: npx lockstep fmt --check
      - run: npx lockstep test --coverage --reporter github
`;
