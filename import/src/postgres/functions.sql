-- What workers ask for, each in one statement that commits by itself. A statement inside a function sees what was
-- committed before it began, so a step is read after its document was locked, and never in an older state.

CREATE TYPE concur_answer AS (
    -- task, nothing, lease_lost, superseded
    verdict text,
    document bigint,
    position integer,
    token bigint,
    attempt integer,
    key text,
    mark text,
    name text,
    body bytea,
    ids text[],
    is_accepted boolean,
    accepted_id text
);

-- The open step of a document that a worker holds.
CREATE FUNCTION concur_task(d concur_document) RETURNS concur_answer LANGUAGE sql AS $$
    SELECT ROW(
        'task', d.id, s.position, s.token, s.attempt, d.key, d.mark, s.name, s.body,
        ARRAY(
            SELECT remote_id FROM concur_step AS before
            WHERE before.document = d.id AND before.position < s.position ORDER BY before.position
        ),
        s.state = 'accepted', s.remote_id
    )::concur_answer
    FROM concur_step AS s WHERE s.document = d.id AND s.state <> 'created' ORDER BY s.position LIMIT 1
$$;

-- Gives a document that is locked to a worker. If its open step is planned, it is being sent from now on.
CREATE FUNCTION concur_hold(which bigint, by_worker bigint, by_call bigint) RETURNS concur_answer LANGUAGE plpgsql AS $$
DECLARE
    d concur_document;
    s concur_step;
BEGIN
    SELECT * INTO s FROM concur_step WHERE document = which AND state <> 'created' ORDER BY position LIMIT 1;
    UPDATE concur_document SET
        worker = by_worker, call = by_call, token = token + 1, changed_at = clock_timestamp(),
        state = CASE s.state WHEN 'planned' THEN 'sending' ELSE s.state END
    WHERE id = which RETURNING * INTO d;
    UPDATE concur_step SET
        token = d.token, state = d.state,
        attempt = attempt + CASE s.state WHEN 'planned' THEN 1 ELSE 0 END,
        message = CASE s.state WHEN 'planned' THEN NULL ELSE message END
    WHERE document = which AND position = s.position;
    RETURN concur_task(d);
END
$$;

-- Takes the next document to send or to ask about. Of those that the service has accepted, those that were not asked
-- about in this round.
--
-- The settings leave only indexes to find a document: while most are planned, the planner takes other ways for cheaper,
-- which read all that is created when most are. For the same reason the planned ones are not ordered by id, although
-- their index is: that of the primary key is, too.
CREATE FUNCTION concur_claim(by_worker bigint, by_call bigint, round timestamptz) RETURNS concur_answer
LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    d concur_document;
    which bigint;
    answer concur_answer;
BEGIN
    SELECT * INTO d FROM concur_document WHERE worker = by_worker AND call = by_call;
    IF FOUND THEN
        RETURN concur_task(d);
    END IF;
    IF NOT EXISTS (SELECT 1 FROM concur_worker WHERE id = by_worker AND lease_until > clock_timestamp()) THEN
        answer.verdict := 'lease_lost';
        RETURN answer;
    END IF;
    SELECT id INTO which FROM concur_document WHERE state = 'planned' LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT id INTO which FROM concur_document
        WHERE state = 'accepted' AND worker IS NULL AND ask_after <= clock_timestamp()
            AND (asked_at IS NULL OR asked_at < round)
        ORDER BY ask_after LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND THEN
        answer.verdict := 'nothing';
        RETURN answer;
    END IF;
    RETURN concur_hold(which, by_worker, by_call);
END
$$;

-- Records what became of a step, and takes the next one: of the same document if it can be sent now.
CREATE FUNCTION concur_record(
    by_worker bigint, by_call bigint, round timestamptz,
    of_document bigint, of_position integer, with_token bigint, was_accepted boolean,
    outcome text, outcome_id text, outcome_number text, outcome_message text,
    first_pause double precision, longest_pause double precision, go_on boolean
) RETURNS concur_answer LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    d concur_document;
    s concur_step;
    now_open text;
    answer concur_answer;
BEGIN
    -- The answer of an earlier try was lost.
    SELECT * INTO d FROM concur_document WHERE worker = by_worker AND call = by_call;
    IF FOUND THEN
        RETURN concur_task(d);
    END IF;
    SELECT * INTO d FROM concur_document WHERE id = of_document FOR UPDATE;
    SELECT * INTO s FROM concur_step WHERE document = of_document AND position = of_position;
    IF s.token = with_token AND (
        (was_accepted AND s.state = 'accepted') OR (NOT was_accepted AND s.state IN ('sending', 'uncertain'))
    ) THEN
        UPDATE concur_step SET
            state = outcome, remote_id = coalesce(outcome_id, remote_id), number = coalesce(outcome_number, number),
            message = outcome_message, attempt = attempt - CASE outcome WHEN 'planned' THEN 1 ELSE 0 END
        WHERE document = of_document AND position = of_position;
        SELECT state INTO now_open FROM concur_step
        WHERE document = of_document AND state <> 'created' ORDER BY position LIMIT 1;
        IF go_on AND now_open = 'planned'
            AND EXISTS (SELECT 1 FROM concur_worker WHERE id = by_worker AND lease_until > clock_timestamp())
        THEN
            RETURN concur_hold(of_document, by_worker, by_call);
        END IF;
        UPDATE concur_document SET
            state = coalesce(now_open, 'created'), worker = NULL, call = NULL, changed_at = clock_timestamp(),
            asked_at = clock_timestamp(),
            asked = asked + 1,
            ask_after = clock_timestamp()
                + make_interval(secs => least(longest_pause, first_pause * 1.5 ^ least(asked, 30)))
        WHERE id = of_document;
    ELSIF NOT was_accepted AND (s.token IS DISTINCT FROM with_token OR s.state <> outcome) THEN
        -- It is not recorded already, with only the answer lost: somebody else decided on it. To have asked in vain is
        -- no harm.
        answer.verdict := 'superseded';
        RETURN answer;
    END IF;
    IF go_on THEN
        RETURN concur_claim(by_worker, by_call, round);
    END IF;
    answer.verdict := 'nothing';
    RETURN answer;
END
$$;

-- Takes over from workers whose lease has run out: what they were sending is uncertain.
CREATE FUNCTION concur_sweep() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    late record;
    taken bigint := 0;
BEGIN
    FOR late IN
        SELECT d.id, w.name FROM concur_document AS d JOIN concur_worker AS w ON w.id = d.worker
        WHERE w.lease_until <= clock_timestamp() ORDER BY d.id FOR UPDATE OF d SKIP LOCKED
    LOOP
        UPDATE concur_step SET
            state = 'uncertain', message = format('the worker %s was lost before the response came', late.name)
        WHERE document = late.id AND state = 'sending';
        UPDATE concur_document SET
            worker = NULL, call = NULL, changed_at = clock_timestamp(),
            state = CASE state WHEN 'sending' THEN 'uncertain' ELSE state END
        WHERE id = late.id;
        taken := taken + 1;
    END LOOP;
    RETURN taken;
END
$$;
