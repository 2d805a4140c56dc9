import { describe, expect, test } from "vitest";

import { checkStatement } from "./check-statement.ts";

const check =
  (statement: string, dialect: "postgres" | "sqlite" = "postgres") =>
  () =>
    checkStatement(statement, dialect);

describe("a statement that may be sent", () => {
  test.each([
    "SELECT 1",
    "  -- a comment\n select 1 ; ",
    "WITH x AS (SELECT 1) SELECT * FROM x",
    "(SELECT 1) UNION (SELECT 2)",
    "INSERT INTO t VALUES ('a;b', $1)",
    "SELECT E'it\\'s; fine', 'it''s; fine'",
    'SELECT "semi;colon" FROM t',
    "SELECT $$a;b$$, $tag$ ; $$ ; $tag$",
    "SELECT 1 /* ; /* ; */ ; */",
    "CREATE TABLE IF NOT EXISTS t (a int)",
    "CREATE UNIQUE INDEX i ON t (a)",
    "CREATE OR REPLACE VIEW v AS SELECT 1",
    "DROP MATERIALIZED VIEW v",
    "TRUNCATE t",
  ])("%s", (statement) => {
    expect(check(statement)).not.toThrow();
  });

  test("with a name in brackets or backticks on SQLite", () => {
    expect(check("SELECT [a;b], `c;d` FROM t", "sqlite")).not.toThrow();
  });
});

describe("a statement that is refused", () => {
  test.each<[statement: string, why?: string, dialect?: string]>([
    ["SELECT 1; DROP TABLE t", "more than one"],
    ["SELECT '\\'; DROP TABLE t; --'", "more than one"],
    ["SELECT 1 /* /* */ ; DROP TABLE t", "more than one", "sqlite"],
    ["SELECT `a`; DELETE FROM t", "more than one"],
    ["SELECT [a;b]", "more than one"],
    ["COPY t TO PROGRAM 'sh'", "COPY"],
    ["COPY t FROM '/etc/passwd'", "COPY"],
    ["DO $$ BEGIN END $$", "DO"],
    ["SET ROLE postgres", "SET"],
    ["BEGIN", "BEGIN"],
    ["LISTEN x", "LISTEN"],
    ["CREATE EXTENSION dblink", "CREATE"],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'x'", "CREATE"],
    ["CREATE TEMP TABLE t (a int)", "CREATE"],
    ["ALTER SYSTEM SET archive_command = 'sh'", "ALTER"],
    ["ALTER ROLE me SUPERUSER", "ALTER"],
    ["/* SELECT */ ATTACH 'x' AS y", "ATTACH", "sqlite"],
    ["PRAGMA writable_schema = ON", "PRAGMA", "sqlite"],
    ["VACUUM INTO '/tmp/x'", "VACUUM", "sqlite"],
    ["CREATE VIRTUAL TABLE t USING csv(filename='/etc/passwd')", "CREATE", "sqlite"],
    ["CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END", "more than one", "sqlite"],
  ])("%s", (statement, why = "", given = "postgres") => {
    const dialect = given === "sqlite" ? "sqlite" : "postgres";
    expect(check(statement, dialect)).toThrow(expect.objectContaining({ type: "security" }));
    expect(check(statement, dialect)).toThrow(why);
  });

  test.each(["", " ; ", "-- nothing", "SELECT 1\0"])("%j, as nothing that can be sent", (statement) => {
    expect(check(statement)).toThrow(expect.objectContaining({ type: "validation" }));
  });
});
