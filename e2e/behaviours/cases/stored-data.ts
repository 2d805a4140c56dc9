import { fails, gives, type StepManifest, type Theme } from "../../harness/behaviours/behaviour.ts";

const sql = (connection: string, statement: string, more: object = {}) => ({
  type: "sql",
  with: { connection, statement, ...more },
});
const parse = (format: string, content: unknown, more: object = {}) => ({
  type: "file",
  with: { operation: "parse", format, content, ...more },
});
const file = (parameters: object) => ({ type: "file", with: parameters });

/** A run that writes a file and reads it back in another step. */
function roundTrip(format: string, content: unknown, output: unknown) {
  const path = "out/goods.dat";
  const steps: readonly StepManifest[] = [
    { id: "write", ...file({ operation: "write", path, format, content }) },
    { id: "read", dependsOn: ["write"], ...file({ operation: "read", path, format }) },
  ];
  return {
    name: `file reads back what was written as ${format}`,
    steps,
    manifest: { output: { value: "{{ steps.read.output }}" } },
    expected: { status: "completed", output } as const,
  };
}

/** What holds of both databases. */
const database = (title: string, connection: string) => [
  gives(`sql reads rows of ${title}`, sql(connection, "SELECT name, price FROM goods ORDER BY price"), {
    rows: [
      { name: "nut", price: 2 },
      { name: "bolt", price: 3 },
    ],
    rowCount: 2,
  }),
  gives(
    `sql takes values of templates as parameters on ${title}`,
    sql(connection, "SELECT name FROM goods WHERE price = $1", { parameters: ["{{ vars.LIMIT }}"] }),
    { rows: [{ name: "bolt" }], rowCount: 1 },
  ),
  gives(
    `sql counts what it changed in ${title}`,
    sql(connection, "INSERT INTO bought VALUES ($1)", { parameters: ["nut"] }),
    { rowCount: 1 },
  ),
  fails(`sql fails when ${title} refuses`, sql(connection, "INSERT INTO goods VALUES ('nut', 1)"), {
    type: "execution",
  }),
  fails(`sql fails on a table that ${title} does not have`, sql(connection, "SELECT * FROM nowhere"), {
    type: "execution",
    contains: "nowhere",
  }),
  fails(
    `sql fails on more rows of ${title} than allowed`,
    sql(connection, "SELECT name FROM goods", { maxRows: 1 }),
    { type: "execution" },
  ),
  fails(
    `sql refuses two columns of one name from ${title}`,
    sql(connection, "SELECT name, name FROM goods"),
    { type: "validation" },
  ),
  fails(`sql refuses a second statement on ${title}`, sql(connection, "SELECT 1; SELECT 2"), {
    type: "security",
  }),
  fails(
    `sql refuses what may leave the database of ${title}`,
    sql(connection, "COPY goods TO PROGRAM 'true'"),
    { type: "security" },
  ),
];

/** Steps that keep and read data. */
export const storedData: Theme = {
  slug: "stored",
  title: "a step that keeps or reads data",
  behaviours: [
    ...database("SQLite", "shop"),
    ...database("PostgreSQL", "warehouse"),
    fails(
      "sql runs into its timeout",
      { ...sql("warehouse", "SELECT pg_sleep(60)"), timeout: "500ms" },
      { type: "timeout" },
    ),
    fails("sql cannot reach a database that is away", sql("closed", "SELECT 1"), { type: "connectivity" }),
    fails("sql refuses a host that egress does not allow", sql("outside", "SELECT 1"), { type: "security" }),
    fails("sql fails whose connection's secret is lost", sql("lost", "SELECT 1"), {
      type: "security",
      contains: "LOST_KEY",
    }),
    gives("file parses CSV by its header", parse("csv", "a,b\n1,2\n"), [{ a: "1", b: "2" }]),
    gives("file parses CSV without a header", parse("csv", "1;2\n", { header: false, delimiter: ";" }), [
      ["1", "2"],
    ]),
    gives("file parses JSON", parse("json", '{"a": [1]}'), { a: [1] }),
    gives("file parses JSON lines", parse("jsonl", '{"a":1}\n{"a":2}\n'), [{ a: 1 }, { a: 2 }]),
    gives("file parses text", parse("text", "nuts"), "nuts"),
    gives(
      "file says what it wrote",
      file({ operation: "write", path: "a.txt", format: "text", content: "nüts" }),
      { path: "a.txt", bytes: 5 },
    ),
    roundTrip("text", "nuts", "nuts"),
    roundTrip("json", { a: 1 }, { a: 1 }),
    roundTrip("jsonl", [{ a: 1 }, 2], [{ a: 1 }, 2]),
    roundTrip(
      "csv",
      [{ a: 1 }, { a: 2, b: "x,y" }],
      [
        { a: "1", b: "" },
        { a: "2", b: "x,y" },
      ],
    ),
    fails(
      "file fails to read what no step wrote",
      file({ operation: "read", path: "none.txt", format: "text" }),
      { type: "validation", contains: "none.txt" },
    ),
    fails(
      "file fails on a path that leaves the run",
      file({ operation: "read", path: "../a", format: "text" }),
      { type: "validation" },
    ),
    fails("file fails on text that is no JSON", parse("json", "{oops"), { type: "validation" }),
    fails("file fails on a CSV that names a column twice", parse("csv", "a,a\n1,2\n"), {
      type: "validation",
      contains: "twice",
    }),
    fails("file cannot parse what is no text", parse("text", 1), { type: "validation" }),
    fails(
      "file cannot write a value as text",
      file({ operation: "write", path: "a.txt", format: "text", content: { a: 1 } }),
      { type: "validation" },
    ),
    {
      ...gives(
        "a large output is read as if it were small",
        { type: "code", with: { source: "return 'x'.repeat(200_000)", cpuTime: "30s" } },
        200_000,
      ),
      manifest: { output: { value: "{{ size(steps.only.output) }}" } },
    },
  ],
};
