-- min_writer: 1
CREATE TABLE installation (
  single INTEGER PRIMARY KEY NOT NULL CHECK (single = 1),
  id TEXT NOT NULL,
  repository TEXT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE environments (
  slug TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  tier TEXT NOT NULL,
  findings TEXT,
  observed_at TEXT,
  sequence INTEGER NOT NULL,
  applied_revision TEXT,
  applied_control_revision TEXT,
  applied_deploy TEXT,
  applied_at TEXT,
  policy TEXT,
  policy_digest TEXT,
  acts INTEGER NOT NULL DEFAULT 0,
  retired_at TEXT,
  created_at TEXT NOT NULL
);

CREATE TABLE hints (environment TEXT PRIMARY KEY NOT NULL);

CREATE TABLE compile_attempts (
  environment TEXT NOT NULL,
  revision TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (environment, revision)
);

CREATE TABLE drift (
  environment TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  part TEXT NOT NULL,
  name TEXT,
  sentence TEXT NOT NULL,
  differences TEXT NOT NULL,
  applied TEXT,
  live TEXT,
  edit TEXT,
  reported INTEGER NOT NULL,
  since TEXT NOT NULL,
  detected_by TEXT NOT NULL,
  PRIMARY KEY (environment, id)
);

-- Changes of guarded rows that were not Lockstep's own: who made a difference, as far as the database knows.
CREATE TABLE row_edits (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  relation TEXT NOT NULL,
  environment TEXT NOT NULL,
  slug TEXT NOT NULL,
  operation TEXT NOT NULL,
  role TEXT,
  at TEXT NOT NULL
);
CREATE INDEX row_edits_by_row ON row_edits (relation, slug, environment, position);

-- Has a row while a transaction of Lockstep's own changes guarded rows; never in a committed state.
CREATE TABLE lockstep_writing (single INTEGER PRIMARY KEY NOT NULL CHECK (single = 1));

CREATE TABLE pipeline_versions (
  manifest TEXT PRIMARY KEY NOT NULL,
  content TEXT NOT NULL,
  slug TEXT NOT NULL,
  version TEXT NOT NULL,
  team TEXT,
  canonical TEXT NOT NULL,
  uses TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  triggers TEXT NOT NULL
);
CREATE INDEX pipeline_versions_by_slug ON pipeline_versions (slug, first_seen_at, manifest);

CREATE TABLE releases (
  slug TEXT NOT NULL,
  version TEXT NOT NULL,
  content TEXT NOT NULL,
  environment TEXT NOT NULL,
  revision TEXT NOT NULL,
  deploy TEXT NOT NULL,
  released_at TEXT NOT NULL,
  PRIMARY KEY (slug, version)
) WITHOUT ROWID;

CREATE TABLE environment_pipelines (
  environment TEXT NOT NULL,
  slug TEXT NOT NULL,
  version TEXT NOT NULL,
  content TEXT NOT NULL,
  manifest TEXT NOT NULL,
  team TEXT,
  path TEXT NOT NULL,
  uses TEXT NOT NULL,
  deploy TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (environment, slug)
) WITHOUT ROWID;

CREATE TABLE pipeline_assignments (
  environment TEXT NOT NULL,
  slug TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  version TEXT,
  content TEXT,
  manifest TEXT,
  team TEXT,
  path TEXT,
  deploy TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (environment, slug, sequence)
) WITHOUT ROWID;
CREATE INDEX pipeline_assignments_by_sequence ON pipeline_assignments (environment, sequence);
CREATE INDEX pipeline_assignments_by_content ON pipeline_assignments (environment, content, slug, at);

CREATE TABLE deploys (
  id TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  intent TEXT NOT NULL,
  state TEXT NOT NULL,
  revision TEXT NOT NULL,
  plan TEXT NOT NULL,
  verdicts TEXT NOT NULL,
  because TEXT NOT NULL,
  source_commit TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX deploys_by_environment ON deploys (environment, id);
CREATE INDEX deploys_by_revision ON deploys (revision, id);
CREATE INDEX deploys_open ON deploys (environment, id)
  WHERE state IN ('planned', 'waiting', 'applying', 'failed');

CREATE TABLE ledger (
  environment TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  deploy TEXT,
  actor TEXT,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (environment, position)
);
CREATE INDEX ledger_by_actor ON ledger (actor, at) WHERE actor IS NOT NULL;
CREATE INDEX ledger_by_time ON ledger (at, environment, position);
CREATE INDEX ledger_by_deploy ON ledger (deploy, position);
CREATE INDEX ledger_noted ON ledger (environment, position) WHERE kind = 'noted';
CREATE INDEX ledger_noted_by_time ON ledger (environment, at, position) WHERE kind = 'noted';

CREATE TABLE approvals (
  id TEXT PRIMARY KEY NOT NULL,
  deploy TEXT NOT NULL REFERENCES deploys (id),
  actor TEXT NOT NULL,
  verdict TEXT NOT NULL,
  plan_hash TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX approvals_by_plan ON approvals (plan_hash, at, id);

-- Every configuration that was ever in force, by its digest. What environments.policy holds is a copy.
CREATE TABLE configurations (
  digest TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  configuration TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
);

-- What was in force from which instant on, one row for each sequence.
CREATE TABLE environment_states (
  environment TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  revision TEXT NOT NULL,
  control_revision TEXT NOT NULL,
  configuration_digest TEXT NOT NULL,
  deploy TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (environment, sequence)
) WITHOUT ROWID;
CREATE INDEX environment_states_by_time ON environment_states (environment, at, sequence);
CREATE INDEX environment_states_by_deploy ON environment_states (deploy);

CREATE TABLE holds (
  id TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  deploy TEXT,
  at TEXT NOT NULL,
  lifted_at TEXT,
  lifted_by TEXT,
  lift_reason TEXT NOT NULL
);
CREATE INDEX holds_by_environment ON holds (environment, id);
CREATE INDEX holds_in_force ON holds (environment, id) WHERE lifted_at IS NULL;

-- Lifted by a person only, with or after its hold.
CREATE TABLE quarantine (
  hold TEXT NOT NULL REFERENCES holds (id),
  environment TEXT NOT NULL,
  slug TEXT NOT NULL,
  content TEXT NOT NULL,
  version TEXT NOT NULL,
  lifted_at TEXT,
  PRIMARY KEY (hold, slug)
);
CREATE INDEX quarantine_in_force ON quarantine (environment, slug, content) WHERE lifted_at IS NULL;

CREATE TABLE debts (
  deploy TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  due_at TEXT NOT NULL,
  overdue_told INTEGER NOT NULL,
  settled_at TEXT,
  settled_by TEXT,
  settle_reason TEXT NOT NULL
);
CREATE INDEX debts_open ON debts (due_at, deploy) WHERE settled_at IS NULL;

-- What manifests' own tests said: a cache by checksum, safe to lose.
CREATE TABLE tested_manifests (
  manifest TEXT PRIMARY KEY NOT NULL,
  slug TEXT NOT NULL,
  total INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  because TEXT NOT NULL,
  at TEXT NOT NULL
);

CREATE TABLE smoke_runs (
  deploy TEXT NOT NULL,
  position INTEGER NOT NULL,
  environment TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  input TEXT NOT NULL,
  expect TEXT NOT NULL,
  on_failure TEXT NOT NULL,
  run TEXT,
  outcome TEXT NOT NULL,
  because TEXT NOT NULL,
  created_at TEXT NOT NULL,
  concluded_at TEXT,
  PRIMARY KEY (deploy, position)
);
CREATE INDEX smoke_runs_unconcluded ON smoke_runs (environment, deploy, position) WHERE concluded_at IS NULL;

CREATE TABLE drift_acknowledgements (
  id TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  until TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL
);

-- How far those who read events have come.
CREATE TABLE event_cursors (
  name TEXT PRIMARY KEY NOT NULL,
  position INTEGER NOT NULL
);

CREATE TABLE leases (
  name TEXT PRIMARY KEY NOT NULL,
  holder TEXT,
  token INTEGER NOT NULL,
  expires_at TEXT NOT NULL
);

CREATE TABLE events (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id INTEGER,
  name TEXT NOT NULL,
  environment TEXT NOT NULL,
  body TEXT NOT NULL,
  at TEXT NOT NULL
);
-- Also finds what is not yet numbered: nulls are in the index.
CREATE UNIQUE INDEX events_by_id ON events (id);

CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  topic TEXT NOT NULL,
  target TEXT NOT NULL,
  body TEXT NOT NULL,
  edition INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at TEXT NOT NULL,
  delivered_at TEXT,
  dead_at TEXT,
  error TEXT
);
CREATE UNIQUE INDEX outbox_undelivered ON outbox (topic, target)
  WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_by_target ON outbox (topic, target, position);
CREATE INDEX outbox_waiting ON outbox (position) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (position) WHERE dead_at IS NOT NULL;

-- What came in by webhooks: hints only, nothing is decided from them.
CREATE TABLE deliveries (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  hook TEXT NOT NULL,
  id TEXT NOT NULL,
  event TEXT NOT NULL,
  action TEXT,
  repository TEXT,
  hint TEXT NOT NULL,
  state TEXT NOT NULL,
  because TEXT,
  attempts INTEGER NOT NULL,
  received_at TEXT NOT NULL,
  next_at TEXT,
  ended_at TEXT
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (hook, id);
CREATE INDEX deliveries_by_state ON deliveries (state, position);
CREATE INDEX deliveries_ended ON deliveries (received_at) WHERE ended_at IS NOT NULL;

CREATE TABLE pull_requests (
  number INTEGER PRIMARY KEY NOT NULL,
  state TEXT NOT NULL,
  facts TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX pull_requests_open ON pull_requests (number) WHERE state = 'open';

CREATE TABLE merge_evidence (
  revision TEXT PRIMARY KEY NOT NULL,
  facts TEXT NOT NULL
);

CREATE TABLE reported_checks (
  subject TEXT PRIMARY KEY NOT NULL,
  key TEXT NOT NULL,
  at TEXT NOT NULL
);

CREATE TABLE runs (
  id TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  slug TEXT NOT NULL,
  version TEXT NOT NULL,
  content TEXT NOT NULL,
  manifest TEXT NOT NULL,
  revision TEXT NOT NULL,
  deploy TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  actor TEXT NOT NULL,
  team TEXT,
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL,
  input TEXT NOT NULL,
  deadline_at TEXT NOT NULL,
  state TEXT NOT NULL,
  output TEXT NOT NULL,
  error TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  wake_at TEXT,
  due_at TEXT,
  cancel_requested INTEGER NOT NULL,
  holder TEXT,
  fencing_token INTEGER NOT NULL,
  cost REAL NOT NULL,
  parent TEXT,
  awaited_by TEXT,
  retry_of TEXT,
  locks TEXT NOT NULL,
  input_payload TEXT,
  output_payload TEXT,
  account TEXT NOT NULL,
  lane TEXT NOT NULL,
  ready INTEGER,
  concurrency_key TEXT,
  concurrency_limit INTEGER,
  erased_at TEXT
);
CREATE INDEX runs_by_environment ON runs (environment, id);
CREATE INDEX runs_by_pipeline ON runs (environment, slug, id);
CREATE INDEX runs_by_state ON runs (state, id);
-- How a content did; nothing is written here before a run ends.
CREATE INDEX runs_ended ON runs (environment, content, slug, ended_at, state) WHERE state IN ('completed', 'failed');
CREATE INDEX runs_unended ON runs (environment, slug, version) WHERE ended_at IS NULL;
-- How an environment did over time, without a look at the runs themselves.
CREATE INDEX runs_over ON runs (environment, ended_at, slug, state, started_at) WHERE ended_at IS NOT NULL;
-- What waits for a worker: `ready` is 1 for runs that a claim may take, 0 for those that wait for their concurrency key.
CREATE INDEX runs_in_lanes ON runs (lane, ready, priority DESC, id) WHERE ready IS NOT NULL;
CREATE INDEX runs_by_key ON runs (concurrency_key, state, ready, id)
  WHERE concurrency_key IS NOT NULL AND ended_at IS NULL;
CREATE INDEX runs_with_cost ON runs (created_at, environment, account, slug, cost) WHERE cost > 0;
CREATE INDEX runs_due ON runs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX runs_awaited ON runs (awaited_by) WHERE awaited_by IS NOT NULL;

CREATE TABLE step_attempts (
  run TEXT NOT NULL,
  step TEXT NOT NULL,
  item INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  output TEXT NOT NULL,
  error TEXT,
  started_at TEXT,
  ended_at TEXT,
  retry_at TEXT,
  usage TEXT,
  waits_for TEXT,
  waits_details TEXT,
  reply TEXT,
  output_payload TEXT,
  PRIMARY KEY (run, step, item, attempt)
) WITHOUT ROWID;
CREATE INDEX step_attempts_suspended ON step_attempts (run, step, item)
  WHERE state = 'waiting' AND waits_for IS NOT NULL;

CREATE TABLE run_logs (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run TEXT NOT NULL,
  step TEXT,
  at TEXT NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL,
  event TEXT,
  item INTEGER,
  attempt INTEGER
);
CREATE INDEX run_logs_by_run ON run_logs (run, position);

CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  run TEXT,
  created_at TEXT NOT NULL,
  response TEXT,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_answered ON idempotency_keys (run) WHERE response IS NOT NULL;

CREATE TABLE workers (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  queues TEXT,
  concurrency INTEGER NOT NULL,
  running INTEGER NOT NULL,
  draining INTEGER NOT NULL,
  pool TEXT,
  started_at TEXT NOT NULL,
  beat_at TEXT NOT NULL
);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  environments TEXT,
  digest TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  last_used_at TEXT,
  revoked_at TEXT
);
CREATE UNIQUE INDEX tokens_by_digest ON tokens (digest);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY NOT NULL,
  token TEXT NOT NULL,
  digest TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL
);
CREATE UNIQUE INDEX sessions_by_digest ON sessions (digest);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE login_links (
  id TEXT PRIMARY KEY NOT NULL,
  token TEXT NOT NULL,
  digest TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  session_ends_at TEXT,
  used_at TEXT
);
CREATE UNIQUE INDEX login_links_by_digest ON login_links (digest);
CREATE INDEX login_links_by_expiry ON login_links (expires_at);

CREATE TABLE secrets (
  environment TEXT NOT NULL,
  name TEXT NOT NULL,
  sealed TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (environment, name)
);

CREATE TABLE people (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL
);

CREATE TABLE callee_locks (
  environment TEXT NOT NULL,
  caller TEXT NOT NULL,
  callee TEXT NOT NULL,
  range TEXT NOT NULL,
  version TEXT NOT NULL,
  content TEXT NOT NULL,
  manifest TEXT NOT NULL,
  deploy TEXT NOT NULL,
  PRIMARY KEY (environment, caller, callee, range)
) WITHOUT ROWID;

CREATE TABLE run_files (
  run TEXT NOT NULL,
  path TEXT NOT NULL,
  content TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (run, path)
);

CREATE TABLE run_payloads (
  run TEXT NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (run, digest)
);

CREATE TABLE quota_usage (
  scope TEXT PRIMARY KEY NOT NULL,
  minute TEXT NOT NULL,
  minute_runs INTEGER NOT NULL,
  day TEXT NOT NULL,
  day_runs INTEGER NOT NULL
);

CREATE TABLE freed_keys (
  concurrency_key TEXT NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (concurrency_key, run)
);

CREATE TABLE applied_triggers (
  environment TEXT NOT NULL,
  slug TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  type TEXT NOT NULL,
  source TEXT,
  definition TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  since TEXT NOT NULL,
  cursor_at TEXT NOT NULL,
  next_at TEXT,
  PRIMARY KEY (environment, slug, trigger_id)
) WITHOUT ROWID;
CREATE INDEX applied_triggers_by_source ON applied_triggers (environment, source, type)
  WHERE enabled = 1 AND source IS NOT NULL;
CREATE INDEX applied_triggers_due ON applied_triggers (coalesce(next_at, '')) WHERE enabled = 1 AND type = 'cron';
CREATE INDEX applied_triggers_ahead ON applied_triggers (cursor_at) WHERE enabled = 1 AND type = 'cron';

CREATE TABLE trigger_firings (
  position INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  environment TEXT NOT NULL,
  key TEXT NOT NULL,
  slug TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  scheduled_at TEXT NOT NULL,
  depth INTEGER NOT NULL,
  payload TEXT,
  attempts INTEGER NOT NULL,
  run TEXT,
  reason TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT,
  next_at TEXT
);
CREATE UNIQUE INDEX trigger_firings_once ON trigger_firings (environment, key, slug, trigger_id);
CREATE INDEX trigger_firings_by_environment ON trigger_firings (environment, position);
CREATE INDEX trigger_firings_by_trigger ON trigger_firings (environment, slug, trigger_id, position);
CREATE INDEX trigger_firings_pending ON trigger_firings (environment, slug, trigger_id, position)
  WHERE state = 'pending';
CREATE INDEX trigger_firings_started ON trigger_firings (environment, slug, trigger_id, position)
  WHERE run IS NOT NULL;
CREATE INDEX trigger_firings_due ON trigger_firings (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX trigger_firings_by_run ON trigger_firings (run) WHERE run IS NOT NULL;
CREATE INDEX trigger_firings_by_age ON trigger_firings (created_at) WHERE next_at IS NULL;

CREATE TABLE erasures (
  run TEXT PRIMARY KEY NOT NULL,
  environment TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  digest TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  logs INTEGER NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX erasures_by_environment ON erasures (environment, run);


-- Lets one thing through: a text that was edited becomes again what its key is the checksum of. Only Lockstep's own
-- connections know the function; elsewhere every UPDATE fails.
CREATE TRIGGER pipeline_versions_refuse_update BEFORE UPDATE ON pipeline_versions
WHEN NEW.manifest IS NOT OLD.manifest OR NEW.content IS NOT OLD.content OR NEW.slug IS NOT OLD.slug
  OR NEW.version IS NOT OLD.version OR NEW.team IS NOT OLD.team OR NEW.uses IS NOT OLD.uses
  OR NEW.first_seen_at IS NOT OLD.first_seen_at OR NEW.triggers IS NOT OLD.triggers
  OR NEW.canonical IS OLD.canonical
  OR NEW.manifest IS NOT lockstep_append_only_checksum(NEW.canonical)
BEGIN
  SELECT RAISE(ABORT, 'pipeline_versions is append-only: UPDATE is refused');
END;

CREATE TRIGGER pipeline_versions_refuse_delete BEFORE DELETE ON pipeline_versions
BEGIN
  SELECT RAISE(ABORT, 'pipeline_versions is append-only: DELETE is refused');
END;

CREATE TRIGGER releases_refuse_update BEFORE UPDATE ON releases
BEGIN
  SELECT RAISE(ABORT, 'releases is append-only: UPDATE is refused');
END;

CREATE TRIGGER releases_refuse_delete BEFORE DELETE ON releases
BEGIN
  SELECT RAISE(ABORT, 'releases is append-only: DELETE is refused');
END;

CREATE TRIGGER pipeline_assignments_refuse_update BEFORE UPDATE ON pipeline_assignments
BEGIN
  SELECT RAISE(ABORT, 'pipeline_assignments is append-only: UPDATE is refused');
END;

CREATE TRIGGER pipeline_assignments_refuse_delete BEFORE DELETE ON pipeline_assignments
BEGIN
  SELECT RAISE(ABORT, 'pipeline_assignments is append-only: DELETE is refused');
END;

CREATE TRIGGER ledger_refuse_update BEFORE UPDATE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'ledger is append-only: UPDATE is refused');
END;

CREATE TRIGGER ledger_refuse_delete BEFORE DELETE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'ledger is append-only: DELETE is refused');
END;

-- REPLACE deletes without firing the triggers above where recursive_triggers is off, as it is in most programs. What is
-- there stays: silently where the product itself inserts what may be there already.
CREATE TRIGGER pipeline_versions_refuse_replace BEFORE INSERT ON pipeline_versions
WHEN EXISTS (SELECT 1 FROM pipeline_versions WHERE manifest = NEW.manifest)
BEGIN
  SELECT RAISE(IGNORE);
END;

CREATE TRIGGER releases_refuse_replace BEFORE INSERT ON releases
WHEN EXISTS (SELECT 1 FROM releases WHERE slug = NEW.slug AND version = NEW.version)
BEGIN
  SELECT RAISE(IGNORE);
END;

CREATE TRIGGER pipeline_assignments_refuse_replace BEFORE INSERT ON pipeline_assignments
WHEN EXISTS (
  SELECT 1 FROM pipeline_assignments
  WHERE environment = NEW.environment AND slug = NEW.slug AND sequence = NEW.sequence
)
BEGIN
  SELECT RAISE(ABORT, 'pipeline_assignments is append-only: REPLACE is refused');
END;

CREATE TRIGGER ledger_refuse_replace BEFORE INSERT ON ledger
WHEN EXISTS (
  SELECT 1 FROM ledger WHERE environment = NEW.environment AND position = NEW.position
)
BEGIN
  SELECT RAISE(ABORT, 'ledger is append-only: REPLACE is refused');
END;

-- A run that ends leaves a note for the next claim, whoever ended it: so no run waits for a key that is free.
CREATE TRIGGER runs_free_key AFTER UPDATE OF ended_at ON runs
WHEN NEW.concurrency_key IS NOT NULL AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
BEGIN
  INSERT INTO freed_keys (concurrency_key, run) VALUES (NEW.concurrency_key, NEW.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER runs_free_key_of_deleted AFTER DELETE ON runs
WHEN OLD.concurrency_key IS NOT NULL AND OLD.ended_at IS NULL
BEGIN
  INSERT INTO freed_keys (concurrency_key, run) VALUES (OLD.concurrency_key, OLD.id) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER erasures_refuse_update BEFORE UPDATE ON erasures
BEGIN
  SELECT RAISE(ABORT, 'erasures is append-only: UPDATE is refused');
END;

CREATE TRIGGER erasures_refuse_delete BEFORE DELETE ON erasures
BEGIN
  SELECT RAISE(ABORT, 'erasures is append-only: DELETE is refused');
END;

CREATE TRIGGER erasures_refuse_replace BEFORE INSERT ON erasures
WHEN EXISTS (SELECT 1 FROM erasures WHERE run = NEW.run)
BEGIN
  SELECT RAISE(ABORT, 'erasures is append-only: REPLACE is refused');
END;

CREATE TRIGGER configurations_refuse_update BEFORE UPDATE ON configurations
BEGIN
  SELECT RAISE(ABORT, 'configurations is append-only: UPDATE is refused');
END;

CREATE TRIGGER configurations_refuse_delete BEFORE DELETE ON configurations
BEGIN
  SELECT RAISE(ABORT, 'configurations is append-only: DELETE is refused');
END;

CREATE TRIGGER configurations_refuse_replace BEFORE INSERT ON configurations
WHEN EXISTS (SELECT 1 FROM configurations WHERE digest = NEW.digest)
BEGIN
  SELECT RAISE(IGNORE);
END;

CREATE TRIGGER environment_states_refuse_update BEFORE UPDATE ON environment_states
BEGIN
  SELECT RAISE(ABORT, 'environment_states is append-only: UPDATE is refused');
END;

CREATE TRIGGER environment_states_refuse_delete BEFORE DELETE ON environment_states
BEGIN
  SELECT RAISE(ABORT, 'environment_states is append-only: DELETE is refused');
END;

CREATE TRIGGER environment_states_refuse_replace BEFORE INSERT ON environment_states
WHEN EXISTS (SELECT 1 FROM environment_states WHERE environment = NEW.environment AND sequence = NEW.sequence)
BEGIN
  SELECT RAISE(ABORT, 'environment_states is append-only: REPLACE is refused');
END;

-- Changes that are not Lockstep's own are noted with their time. SQLite has no roles.
CREATE TRIGGER environment_pipelines_note_insert AFTER INSERT ON environment_pipelines
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environment_pipelines', NEW.environment, NEW.slug, 'INSERT', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER environment_pipelines_note_update AFTER UPDATE ON environment_pipelines
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environment_pipelines', NEW.environment, NEW.slug, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER environment_pipelines_note_update_from AFTER UPDATE ON environment_pipelines
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing) AND (OLD.slug IS NOT NEW.slug OR OLD.environment IS NOT NEW.environment)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environment_pipelines', OLD.environment, OLD.slug, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER environment_pipelines_note_delete AFTER DELETE ON environment_pipelines
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environment_pipelines', OLD.environment, OLD.slug, 'DELETE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER environments_note_update AFTER UPDATE OF slug, sequence, applied_revision, applied_control_revision, applied_deploy, applied_at, policy, policy_digest ON environments
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environments', NEW.slug, NEW.slug, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER environments_note_update_from AFTER UPDATE OF slug, sequence, applied_revision, applied_control_revision, applied_deploy, applied_at, policy, policy_digest ON environments
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing) AND (OLD.slug IS NOT NEW.slug OR OLD.slug IS NOT NEW.slug)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environments', OLD.slug, OLD.slug, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER environments_note_delete AFTER DELETE ON environments
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('environments', OLD.slug, OLD.slug, 'DELETE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER applied_triggers_note_insert AFTER INSERT ON applied_triggers
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('applied_triggers', NEW.environment, NEW.slug, 'INSERT', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER applied_triggers_note_update AFTER UPDATE OF environment, slug, trigger_id, type, source, definition, enabled ON applied_triggers
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('applied_triggers', NEW.environment, NEW.slug, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER applied_triggers_note_update_from AFTER UPDATE OF environment, slug, trigger_id, type, source, definition, enabled ON applied_triggers
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing) AND (OLD.slug IS NOT NEW.slug OR OLD.environment IS NOT NEW.environment)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('applied_triggers', OLD.environment, OLD.slug, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER applied_triggers_note_delete AFTER DELETE ON applied_triggers
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('applied_triggers', OLD.environment, OLD.slug, 'DELETE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER callee_locks_note_insert AFTER INSERT ON callee_locks
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('callee_locks', NEW.environment, NEW.caller, 'INSERT', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER callee_locks_note_update AFTER UPDATE ON callee_locks
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('callee_locks', NEW.environment, NEW.caller, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER callee_locks_note_update_from AFTER UPDATE ON callee_locks
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing) AND (OLD.caller IS NOT NEW.caller OR OLD.environment IS NOT NEW.environment)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('callee_locks', OLD.environment, OLD.caller, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER callee_locks_note_delete AFTER DELETE ON callee_locks
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('callee_locks', OLD.environment, OLD.caller, 'DELETE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER pipeline_versions_note_update AFTER UPDATE ON pipeline_versions
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('pipeline_versions', '', NEW.manifest, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER pipeline_versions_note_update_from AFTER UPDATE ON pipeline_versions
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing) AND (OLD.manifest IS NOT NEW.manifest OR '' IS NOT '')
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('pipeline_versions', '', OLD.manifest, 'UPDATE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

CREATE TRIGGER pipeline_versions_note_delete AFTER DELETE ON pipeline_versions
WHEN NOT EXISTS (SELECT 1 FROM lockstep_writing)
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, at)
  VALUES ('pipeline_versions', '', OLD.manifest, 'DELETE', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;
