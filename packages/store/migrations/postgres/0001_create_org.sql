-- min_writer: 1
CREATE TABLE installation (
  single BIGINT PRIMARY KEY NOT NULL CHECK (single = 1),
  id TEXT COLLATE "C" NOT NULL,
  repository TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE environments (
  slug TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  tier TEXT COLLATE "C" NOT NULL,
  findings TEXT COLLATE "C",
  observed_at TEXT COLLATE "C",
  sequence BIGINT NOT NULL,
  applied_revision TEXT COLLATE "C",
  applied_control_revision TEXT COLLATE "C",
  applied_deploy TEXT COLLATE "C",
  applied_at TEXT COLLATE "C",
  policy TEXT COLLATE "C",
  policy_digest TEXT COLLATE "C",
  acts BIGINT NOT NULL DEFAULT 0,
  retired_at TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE hints (environment TEXT COLLATE "C" PRIMARY KEY NOT NULL);

CREATE TABLE compile_attempts (
  environment TEXT COLLATE "C" NOT NULL,
  revision TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  PRIMARY KEY (environment, revision)
);

CREATE TABLE drift (
  environment TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  part TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C",
  sentence TEXT COLLATE "C" NOT NULL,
  differences TEXT COLLATE "C" NOT NULL,
  applied TEXT COLLATE "C",
  live TEXT COLLATE "C",
  edit TEXT COLLATE "C",
  reported BIGINT NOT NULL,
  since TEXT COLLATE "C" NOT NULL,
  detected_by TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, id)
);

-- Changes of guarded rows that were not Lockstep's own: who made a difference, as far as the database knows.
CREATE TABLE row_edits (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL,
  relation TEXT COLLATE "C" NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  operation TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C",
  at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX row_edits_by_row ON row_edits (relation, slug, environment, position);

CREATE TABLE pipeline_versions (
  manifest TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  team TEXT COLLATE "C",
  canonical TEXT COLLATE "C" NOT NULL,
  uses TEXT COLLATE "C" NOT NULL,
  first_seen_at TEXT COLLATE "C" NOT NULL,
  triggers TEXT COLLATE "C" NOT NULL
);
CREATE INDEX pipeline_versions_by_slug ON pipeline_versions (slug, first_seen_at, manifest);

CREATE TABLE releases (
  slug TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  revision TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C" NOT NULL,
  released_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (slug, version)
);

CREATE TABLE environment_pipelines (
  environment TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  manifest TEXT COLLATE "C" NOT NULL,
  team TEXT COLLATE "C",
  path TEXT COLLATE "C" NOT NULL,
  uses TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C" NOT NULL,
  since TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, slug)
);

CREATE TABLE pipeline_assignments (
  environment TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  version TEXT COLLATE "C",
  content TEXT COLLATE "C",
  manifest TEXT COLLATE "C",
  team TEXT COLLATE "C",
  path TEXT COLLATE "C",
  deploy TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, slug, sequence)
);
CREATE INDEX pipeline_assignments_by_sequence ON pipeline_assignments (environment, sequence);
CREATE INDEX pipeline_assignments_by_content ON pipeline_assignments (environment, content, slug, at);

CREATE TABLE deploys (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  intent TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  revision TEXT COLLATE "C" NOT NULL,
  plan TEXT COLLATE "C" NOT NULL,
  verdicts TEXT COLLATE "C" NOT NULL,
  because TEXT COLLATE "C" NOT NULL,
  source_commit TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL
);
ALTER TABLE deploys ALTER COLUMN plan SET STORAGE EXTERNAL;
CREATE INDEX deploys_by_environment ON deploys (environment, id);
CREATE INDEX deploys_by_revision ON deploys (revision, id);
CREATE INDEX deploys_open ON deploys (environment, id)
  WHERE state IN ('planned', 'waiting', 'applying', 'failed');

CREATE TABLE ledger (
  environment TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C",
  actor TEXT COLLATE "C",
  at TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  previous TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, position)
);
-- Compressing the record of 10 000 changes took a quarter of its transaction.
ALTER TABLE ledger ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX ledger_by_actor ON ledger (actor, at) WHERE actor IS NOT NULL;
CREATE INDEX ledger_by_time ON ledger (at, environment, position);
CREATE INDEX ledger_by_deploy ON ledger (deploy, position);
CREATE INDEX ledger_noted ON ledger (environment, position) WHERE kind = 'noted';
CREATE INDEX ledger_noted_by_time ON ledger (environment, at, position) WHERE kind = 'noted';

CREATE TABLE approvals (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  deploy TEXT COLLATE "C" NOT NULL REFERENCES deploys (id),
  actor TEXT COLLATE "C" NOT NULL,
  verdict TEXT COLLATE "C" NOT NULL,
  plan_hash TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX approvals_by_plan ON approvals (plan_hash, at, id);

-- Every configuration that was ever in force, by its digest. What environments.policy holds is a copy.
CREATE TABLE configurations (
  digest TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  configuration TEXT COLLATE "C" NOT NULL,
  first_seen_at TEXT COLLATE "C" NOT NULL
);

-- What was in force from which instant on, one row for each sequence.
CREATE TABLE environment_states (
  environment TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  revision TEXT COLLATE "C" NOT NULL,
  control_revision TEXT COLLATE "C" NOT NULL,
  configuration_digest TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, sequence)
);
CREATE INDEX environment_states_by_time ON environment_states (environment, at, sequence);
CREATE INDEX environment_states_by_deploy ON environment_states (deploy);

CREATE TABLE holds (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C",
  at TEXT COLLATE "C" NOT NULL,
  lifted_at TEXT COLLATE "C",
  lifted_by TEXT COLLATE "C",
  lift_reason TEXT COLLATE "C" NOT NULL
);
CREATE INDEX holds_by_environment ON holds (environment, id);
CREATE INDEX holds_in_force ON holds (environment, id) WHERE lifted_at IS NULL;

-- Lifted by a person only, with or after its hold.
CREATE TABLE quarantine (
  hold TEXT COLLATE "C" NOT NULL REFERENCES holds (id),
  environment TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  lifted_at TEXT COLLATE "C",
  PRIMARY KEY (hold, slug)
);
CREATE INDEX quarantine_in_force ON quarantine (environment, slug, content) WHERE lifted_at IS NULL;

CREATE TABLE debts (
  deploy TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL,
  due_at TEXT COLLATE "C" NOT NULL,
  overdue_told BIGINT NOT NULL,
  settled_at TEXT COLLATE "C",
  settled_by TEXT COLLATE "C",
  settle_reason TEXT COLLATE "C" NOT NULL
);
CREATE INDEX debts_open ON debts (due_at, deploy) WHERE settled_at IS NULL;

-- What manifests' own tests said: a cache by checksum, safe to lose.
CREATE TABLE tested_manifests (
  manifest TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  total BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  because TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE smoke_runs (
  deploy TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  pipeline TEXT COLLATE "C" NOT NULL,
  input TEXT COLLATE "C" NOT NULL,
  expect TEXT COLLATE "C" NOT NULL,
  on_failure TEXT COLLATE "C" NOT NULL,
  run TEXT COLLATE "C",
  outcome TEXT COLLATE "C" NOT NULL,
  because TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  concluded_at TEXT COLLATE "C",
  PRIMARY KEY (deploy, position)
);
CREATE INDEX smoke_runs_unconcluded ON smoke_runs (environment, deploy, position) WHERE concluded_at IS NULL;

CREATE TABLE drift_acknowledgements (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  until TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL
);

-- How far those who read events have come.
CREATE TABLE event_cursors (
  name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  position BIGINT NOT NULL
);

CREATE TABLE leases (
  name TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  holder TEXT COLLATE "C",
  token BIGINT NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE events (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL,
  id BIGINT,
  name TEXT COLLATE "C" NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL
);
-- Also finds what is not yet numbered: nulls are in the index.
CREATE UNIQUE INDEX events_by_id ON events (id);

CREATE TABLE outbox (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL,
  topic TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  edition BIGINT NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  next_at TEXT COLLATE "C" NOT NULL,
  delivered_at TEXT COLLATE "C",
  dead_at TEXT COLLATE "C",
  error TEXT COLLATE "C"
);
CREATE UNIQUE INDEX outbox_undelivered ON outbox (topic, target)
  WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_by_target ON outbox (topic, target, position);
CREATE INDEX outbox_waiting ON outbox (position) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (position) WHERE dead_at IS NOT NULL;

-- What came in by webhooks: hints only, nothing is decided from them.
CREATE TABLE deliveries (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL,
  hook TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  event TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C",
  repository TEXT COLLATE "C",
  hint TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  because TEXT COLLATE "C",
  attempts BIGINT NOT NULL,
  received_at TEXT COLLATE "C" NOT NULL,
  next_at TEXT COLLATE "C",
  ended_at TEXT COLLATE "C"
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (hook, id);
CREATE INDEX deliveries_by_state ON deliveries (state, position);
CREATE INDEX deliveries_ended ON deliveries (received_at) WHERE ended_at IS NOT NULL;

CREATE TABLE pull_requests (
  number BIGINT PRIMARY KEY NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  facts TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX pull_requests_open ON pull_requests (number) WHERE state = 'open';

CREATE TABLE merge_evidence (
  revision TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  facts TEXT COLLATE "C" NOT NULL
);

CREATE TABLE reported_checks (
  subject TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE runs (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  manifest TEXT COLLATE "C" NOT NULL,
  revision TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C" NOT NULL,
  "trigger" TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  team TEXT COLLATE "C",
  queue TEXT COLLATE "C" NOT NULL,
  priority BIGINT NOT NULL,
  input TEXT COLLATE "C" NOT NULL,
  deadline_at TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  output TEXT COLLATE "C" NOT NULL,
  error TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  started_at TEXT COLLATE "C",
  ended_at TEXT COLLATE "C",
  wake_at TEXT COLLATE "C",
  due_at TEXT COLLATE "C",
  cancel_requested BIGINT NOT NULL,
  holder TEXT COLLATE "C",
  fencing_token BIGINT NOT NULL,
  cost DOUBLE PRECISION NOT NULL,
  parent TEXT COLLATE "C",
  awaited_by TEXT COLLATE "C",
  retry_of TEXT COLLATE "C",
  locks TEXT COLLATE "C" NOT NULL,
  input_payload TEXT COLLATE "C",
  output_payload TEXT COLLATE "C",
  account TEXT COLLATE "C" NOT NULL,
  lane TEXT COLLATE "C" NOT NULL,
  ready BIGINT,
  concurrency_key TEXT COLLATE "C",
  concurrency_limit BIGINT,
  erased_at TEXT COLLATE "C"
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
  run TEXT COLLATE "C" NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  item BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  output TEXT COLLATE "C" NOT NULL,
  error TEXT COLLATE "C",
  started_at TEXT COLLATE "C",
  ended_at TEXT COLLATE "C",
  retry_at TEXT COLLATE "C",
  usage TEXT COLLATE "C",
  waits_for TEXT COLLATE "C",
  waits_details TEXT COLLATE "C",
  reply TEXT COLLATE "C",
  output_payload TEXT COLLATE "C",
  PRIMARY KEY (run, step, item, attempt)
);
CREATE INDEX step_attempts_suspended ON step_attempts (run, step, item)
  WHERE state = 'waiting' AND waits_for IS NOT NULL;

CREATE TABLE run_logs (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL,
  run TEXT COLLATE "C" NOT NULL,
  step TEXT COLLATE "C",
  at TEXT COLLATE "C" NOT NULL,
  level TEXT COLLATE "C" NOT NULL,
  message TEXT COLLATE "C" NOT NULL,
  event TEXT COLLATE "C",
  item BIGINT,
  attempt BIGINT
);
CREATE INDEX run_logs_by_run ON run_logs (run, position);

CREATE TABLE idempotency_keys (
  scope TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  run TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  response TEXT COLLATE "C",
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_answered ON idempotency_keys (run) WHERE response IS NOT NULL;

CREATE TABLE workers (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  queues TEXT COLLATE "C",
  concurrency BIGINT NOT NULL,
  running BIGINT NOT NULL,
  draining BIGINT NOT NULL,
  pool TEXT COLLATE "C",
  started_at TEXT COLLATE "C" NOT NULL,
  beat_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE tokens (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  environments TEXT COLLATE "C",
  digest TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C",
  last_used_at TEXT COLLATE "C",
  revoked_at TEXT COLLATE "C"
);
CREATE UNIQUE INDEX tokens_by_digest ON tokens (digest);

CREATE TABLE sessions (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  token TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  last_seen_at TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX sessions_by_digest ON sessions (digest);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE login_links (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  token TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  session_ends_at TEXT COLLATE "C",
  used_at TEXT COLLATE "C"
);
CREATE UNIQUE INDEX login_links_by_digest ON login_links (digest);
CREATE INDEX login_links_by_expiry ON login_links (expires_at);

CREATE TABLE secrets (
  environment TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  sealed TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, name)
);

CREATE TABLE people (
  id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL
);

CREATE TABLE callee_locks (
  environment TEXT COLLATE "C" NOT NULL,
  caller TEXT COLLATE "C" NOT NULL,
  callee TEXT COLLATE "C" NOT NULL,
  range TEXT COLLATE "C" NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  manifest TEXT COLLATE "C" NOT NULL,
  deploy TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (environment, caller, callee, range)
);

CREATE TABLE run_files (
  run TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (run, path)
);

CREATE TABLE run_payloads (
  run TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (run, digest)
);

CREATE TABLE quota_usage (
  scope TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  minute TEXT COLLATE "C" NOT NULL,
  minute_runs BIGINT NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  day_runs BIGINT NOT NULL
);

CREATE TABLE freed_keys (
  concurrency_key TEXT COLLATE "C" NOT NULL,
  run TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (concurrency_key, run)
);

CREATE TABLE applied_triggers (
  environment TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  trigger_id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C",
  definition TEXT COLLATE "C" NOT NULL,
  enabled BIGINT NOT NULL,
  since TEXT COLLATE "C" NOT NULL,
  cursor_at TEXT COLLATE "C" NOT NULL,
  next_at TEXT COLLATE "C",
  PRIMARY KEY (environment, slug, trigger_id)
);
CREATE INDEX applied_triggers_by_source ON applied_triggers (environment, source, type)
  WHERE enabled = 1 AND source IS NOT NULL;
CREATE INDEX applied_triggers_due ON applied_triggers (coalesce(next_at, '')) WHERE enabled = 1 AND type = 'cron';
CREATE INDEX applied_triggers_ahead ON applied_triggers (cursor_at) WHERE enabled = 1 AND type = 'cron';

CREATE TABLE trigger_firings (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  slug TEXT COLLATE "C" NOT NULL,
  trigger_id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  scheduled_at TEXT COLLATE "C" NOT NULL,
  depth BIGINT NOT NULL,
  payload TEXT COLLATE "C",
  attempts BIGINT NOT NULL,
  run TEXT COLLATE "C",
  reason TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  ended_at TEXT COLLATE "C",
  next_at TEXT COLLATE "C"
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
  run TEXT COLLATE "C" PRIMARY KEY NOT NULL,
  environment TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  logs BIGINT NOT NULL,
  at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX erasures_by_environment ON erasures (environment, run);

CREATE FUNCTION lockstep_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

-- Lets one thing through: a text that was edited becomes again what its key is the checksum of.
CREATE FUNCTION lockstep_refuse_manifest_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.canonical IS DISTINCT FROM OLD.canonical
    AND to_jsonb(NEW) - 'canonical' = to_jsonb(OLD) - 'canonical'
    AND NEW.manifest = 'sha256:' || encode(
      sha256(convert_to('lockstep-manifest/v1' || E'\n' || NEW.canonical, 'UTF8')), 'hex')
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER pipeline_versions_refuse_change BEFORE UPDATE OR DELETE ON pipeline_versions
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse_manifest_change();
CREATE TRIGGER pipeline_versions_refuse_truncate BEFORE TRUNCATE ON pipeline_versions
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

CREATE TRIGGER releases_refuse_change BEFORE UPDATE OR DELETE ON releases
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse();
CREATE TRIGGER releases_refuse_truncate BEFORE TRUNCATE ON releases
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

CREATE TRIGGER pipeline_assignments_refuse_change BEFORE UPDATE OR DELETE ON pipeline_assignments
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse();
CREATE TRIGGER pipeline_assignments_refuse_truncate BEFORE TRUNCATE ON pipeline_assignments
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

CREATE TRIGGER ledger_refuse_change BEFORE UPDATE OR DELETE ON ledger
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse();
CREATE TRIGGER ledger_refuse_truncate BEFORE TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

CREATE TRIGGER erasures_refuse_change BEFORE UPDATE OR DELETE ON erasures
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse();
CREATE TRIGGER erasures_refuse_truncate BEFORE TRUNCATE ON erasures
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

CREATE TRIGGER configurations_refuse_change BEFORE UPDATE OR DELETE ON configurations
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse();
CREATE TRIGGER configurations_refuse_truncate BEFORE TRUNCATE ON configurations
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

CREATE TRIGGER environment_states_refuse_change BEFORE UPDATE OR DELETE ON environment_states
  FOR EACH ROW EXECUTE FUNCTION lockstep_refuse();
CREATE TRIGGER environment_states_refuse_truncate BEFORE TRUNCATE ON environment_states
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_refuse();

-- The wall clock, not the transaction's start: a lease must not look alive because a lock was waited for.
-- STABLE, so that an index may be used to compare with it.
CREATE FUNCTION lockstep_now() RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
END
$$;
CREATE FUNCTION lockstep_after(milliseconds BIGINT) RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN to_char(
    (clock_timestamp() + milliseconds * INTERVAL '1 millisecond') AT TIME ZONE 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
END
$$;

-- A run that ends leaves a note for the next claim, whoever ended it: so no run waits for a key that is free.
CREATE FUNCTION lockstep_free_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO freed_keys (concurrency_key, run) VALUES (OLD.concurrency_key, OLD.id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER runs_free_key AFTER UPDATE OF ended_at ON runs FOR EACH ROW
  WHEN (NEW.concurrency_key IS NOT NULL AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION lockstep_free_key();
CREATE TRIGGER runs_free_key_of_deleted AFTER DELETE ON runs FOR EACH ROW
  WHEN (OLD.concurrency_key IS NOT NULL AND OLD.ended_at IS NULL)
  EXECUTE FUNCTION lockstep_free_key();
-- Whoever makes a run, parks, wakes or frees one adds the job that wakes it in the same transaction, because the
-- database does: there is no run without a job. The key makes wake-ups of one run coalesce.
CREATE FUNCTION lockstep_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM graphile_worker.add_job(
    NEW.queue, json_build_object('run', NEW.id), run_at => NEW.due_at::timestamptz, max_attempts => 25,
    job_key => NEW.id, priority => -NEW.priority::integer);
  RETURN NULL;
END
$$;
-- A new run has no job that could be in the way, so that one row is all it needs. add_job would take four statements,
-- and its NOTIFY would make every acceptance wait for the commit of the one before: whoever accepts tells workers after
-- the commit, once for many runs.
CREATE FUNCTION lockstep_wake_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO graphile_worker._private_jobs (task_id, payload, key, priority, max_attempts)
    SELECT id, json_build_object('run', NEW.id), NEW.id, -NEW.priority, 25
    FROM graphile_worker._private_tasks WHERE identifier = NEW.queue;
  IF NOT FOUND THEN
    PERFORM graphile_worker.add_job(
      NEW.queue, json_build_object('run', NEW.id), max_attempts => 25, job_key => NEW.id,
      priority => -NEW.priority::integer);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER runs_wake_new AFTER INSERT ON runs
  FOR EACH ROW WHEN (NEW.state = 'queued') EXECUTE FUNCTION lockstep_wake_new();
CREATE TRIGGER runs_wake AFTER UPDATE ON runs
  FOR EACH ROW WHEN (NEW.holder IS NULL AND NEW.due_at IS NOT NULL
    AND (OLD.holder IS NOT NULL OR OLD.due_at IS DISTINCT FROM NEW.due_at))
  EXECUTE FUNCTION lockstep_wake();

-- Changes that are not Lockstep's own are noted with their role and time. Lockstep's transactions say that they are its
-- own. The triggers fire for sessions that switch ordinary ones off as well.
CREATE FUNCTION lockstep_note_edit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  edited JSONB := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  before JSONB := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ELSE edited END;
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, role, at)
    SELECT TG_TABLE_NAME, coalesce(version ->> TG_ARGV[0], ''), version ->> TG_ARGV[1], TG_OP, session_user, lockstep_now()
    FROM (SELECT edited AS version UNION SELECT before WHERE
      (before -> TG_ARGV[0], before -> TG_ARGV[1]) IS DISTINCT FROM (edited -> TG_ARGV[0], edited -> TG_ARGV[1])
    ) AS versions;
  RETURN NULL;
END
$$;
-- A truncated table has lost all rows of all environments.
CREATE FUNCTION lockstep_note_truncate() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO row_edits (relation, environment, slug, operation, role, at)
    VALUES (TG_TABLE_NAME, '', '', 'DELETE', session_user, lockstep_now());
  RETURN NULL;
END
$$;

CREATE TRIGGER environment_pipelines_note_edit AFTER INSERT OR UPDATE OR DELETE ON environment_pipelines
  FOR EACH ROW WHEN (current_setting('lockstep.writing', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION lockstep_note_edit('environment', 'slug');
CREATE TRIGGER environment_pipelines_note_truncate AFTER TRUNCATE ON environment_pipelines
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_note_truncate();
ALTER TABLE environment_pipelines ENABLE ALWAYS TRIGGER environment_pipelines_note_edit;
ALTER TABLE environment_pipelines ENABLE ALWAYS TRIGGER environment_pipelines_note_truncate;

CREATE TRIGGER environments_note_edit AFTER UPDATE OF slug, sequence, applied_revision, applied_control_revision, applied_deploy, applied_at,
    policy, policy_digest OR DELETE ON environments
  FOR EACH ROW WHEN (current_setting('lockstep.writing', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION lockstep_note_edit('slug', 'slug');
CREATE TRIGGER environments_note_truncate AFTER TRUNCATE ON environments
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_note_truncate();
ALTER TABLE environments ENABLE ALWAYS TRIGGER environments_note_edit;
ALTER TABLE environments ENABLE ALWAYS TRIGGER environments_note_truncate;

CREATE TRIGGER applied_triggers_note_edit AFTER INSERT OR UPDATE OF environment, slug, trigger_id, type, source, definition, enabled
    OR DELETE ON applied_triggers
  FOR EACH ROW WHEN (current_setting('lockstep.writing', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION lockstep_note_edit('environment', 'slug');
CREATE TRIGGER applied_triggers_note_truncate AFTER TRUNCATE ON applied_triggers
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_note_truncate();
ALTER TABLE applied_triggers ENABLE ALWAYS TRIGGER applied_triggers_note_edit;
ALTER TABLE applied_triggers ENABLE ALWAYS TRIGGER applied_triggers_note_truncate;

CREATE TRIGGER callee_locks_note_edit AFTER INSERT OR UPDATE OR DELETE ON callee_locks
  FOR EACH ROW WHEN (current_setting('lockstep.writing', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION lockstep_note_edit('environment', 'caller');
CREATE TRIGGER callee_locks_note_truncate AFTER TRUNCATE ON callee_locks
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_note_truncate();
ALTER TABLE callee_locks ENABLE ALWAYS TRIGGER callee_locks_note_edit;
ALTER TABLE callee_locks ENABLE ALWAYS TRIGGER callee_locks_note_truncate;

CREATE TRIGGER pipeline_versions_note_edit AFTER UPDATE OR DELETE ON pipeline_versions
  FOR EACH ROW WHEN (current_setting('lockstep.writing', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION lockstep_note_edit('', 'manifest');
CREATE TRIGGER pipeline_versions_note_truncate AFTER TRUNCATE ON pipeline_versions
  FOR EACH STATEMENT EXECUTE FUNCTION lockstep_note_truncate();
ALTER TABLE pipeline_versions ENABLE ALWAYS TRIGGER pipeline_versions_note_edit;
ALTER TABLE pipeline_versions ENABLE ALWAYS TRIGGER pipeline_versions_note_truncate;
