-- The tables of a journal. What changes a step holds the lock of its document.

CREATE TABLE concur_import(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    batch bigint
);
COMMENT ON TABLE concur_import IS 'Programs that planned documents';
COMMENT ON COLUMN concur_import.batch IS 'The last documents that were planned at once; tells whether a lost answer was a commit';

CREATE TABLE concur_worker(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz NOT NULL,
    steps bigint NOT NULL DEFAULT 0,
    steps_per_minute double precision NOT NULL DEFAULT 0
);
COMMENT ON TABLE concur_worker IS 'Programs that send documents';
COMMENT ON COLUMN concur_worker.name IS 'Host and process';
COMMENT ON COLUMN concur_worker.lease_until IS 'When what it has is taken over, unless it says before that it is there; in the clock of this server';
COMMENT ON COLUMN concur_worker.steps IS 'Steps that it has sent';

CREATE TABLE concur_document(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    again integer NOT NULL,
    mark text UNIQUE,
    origin text NOT NULL,
    state text NOT NULL CHECK (
        state IN ('planned', 'sending', 'accepted', 'created', 'failed', 'refused', 'uncertain')
    ),
    changed_at timestamptz NOT NULL DEFAULT now(),
    is_erased boolean NOT NULL DEFAULT false,
    import bigint REFERENCES concur_import(id),
    worker bigint REFERENCES concur_worker(id),
    call bigint,
    token bigint NOT NULL DEFAULT 0,
    asked_at timestamptz,
    ask_after timestamptz,
    asked integer NOT NULL DEFAULT 0,
    UNIQUE(key, again)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
COMMENT ON TABLE concur_document IS 'Documents to create in the service';
COMMENT ON COLUMN concur_document.key IS 'The import and the key of the user: IMPORT/KEY';
COMMENT ON COLUMN concur_document.again IS 'How often a document with this key was planned before, on purpose';
COMMENT ON COLUMN concur_document.mark IS 'The text by which the document can be found in the service';
COMMENT ON COLUMN concur_document.state IS 'The state of its first step that is not created; created if there is none';
COMMENT ON COLUMN concur_document.is_erased IS 'The bodies of its steps were erased';
COMMENT ON COLUMN concur_document.worker IS 'Who is sending it, or asking about it';
COMMENT ON COLUMN concur_document.call IS 'The request of the worker that took it; finds it again if the answer was lost';
COMMENT ON COLUMN concur_document.token IS 'Grows each time somebody takes it: an outcome counts only with the token that the step was taken with';
COMMENT ON COLUMN concur_document.ask_after IS 'When the service is asked again what became of it';

CREATE INDEX concur_document_open ON concur_document(state, id) WHERE state <> 'created';
CREATE INDEX concur_document_asked ON concur_document(ask_after) WHERE state = 'accepted';
CREATE INDEX concur_document_held ON concur_document(worker, call) WHERE worker IS NOT NULL;

CREATE TABLE concur_step(
    document bigint NOT NULL REFERENCES concur_document(id),
    position integer NOT NULL,
    name text NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    token bigint NOT NULL DEFAULT 0,
    remote_id text,
    number text,
    message text,
    PRIMARY KEY(document, position)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
COMMENT ON TABLE concur_step IS 'The calls that create a document, in order';
COMMENT ON COLUMN concur_step.body IS 'What is sent; it may have personal data';
COMMENT ON COLUMN concur_step.token IS 'The token of the document when the step was taken';

CREATE TABLE concur_rate(
    name text PRIMARY KEY,
    requests integer NOT NULL,
    period interval NOT NULL,
    next_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE concur_rate IS 'Limits of all workers together';
COMMENT ON COLUMN concur_rate.next_at IS 'When the next request may be sent';
