--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: procrastinate_job_event_type; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

--
-- Name: procrastinate_job_status; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

--
-- Name: procrastinate_job_to_defer_v1; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

--
-- Name: gift_history_is_kept(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.gift_history_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% rows are only added', TG_TABLE_NAME;
END
$$;

--
-- Name: operators_log_is_kept(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.operators_log_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'table % only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

--
-- Name: procrastinate_cancel_job_v1(bigint, boolean, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

--
-- Name: procrastinate_defer_jobs_v1(public.procrastinate_job_to_defer_v1[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

--
-- Name: procrastinate_defer_periodic_job_v2(character varying, character varying, character varying, character varying, integer, character varying, bigint, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: procrastinate_jobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    lock text,
    queueing_lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

--
-- Name: procrastinate_fetch_job_v2(character varying[], bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

--
-- Name: procrastinate_finish_job_v1(bigint, public.procrastinate_job_status, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

--
-- Name: procrastinate_notify_queue_abort_job_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

--
-- Name: procrastinate_notify_queue_job_inserted_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

--
-- Name: procrastinate_prune_stalled_workers_v1(double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

--
-- Name: procrastinate_register_worker_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

--
-- Name: procrastinate_retry_job_v1(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

--
-- Name: procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

--
-- Name: procrastinate_trigger_abort_requested_events_procedure_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

--
-- Name: procrastinate_trigger_function_scheduled_events_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

--
-- Name: procrastinate_trigger_function_status_events_insert_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

--
-- Name: procrastinate_trigger_function_status_events_update_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

--
-- Name: procrastinate_unlink_periodic_defers_v1(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

--
-- Name: procrastinate_unregister_worker_v1(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

--
-- Name: procrastinate_update_heartbeat_v1(bigint); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

--
-- Name: refuse_to_rewrite_the_ledger(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_rewrite_the_ledger() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: correct it by a new transfer', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

--
-- Name: acceptance; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.acceptance (
    gift_id uuid NOT NULL,
    sku_id uuid NOT NULL,
    order_id uuid NOT NULL,
    accepted_at timestamp with time zone NOT NULL,
    merchant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    title text NOT NULL,
    picture_id text,
    fen bigint NOT NULL,
    returned_fen bigint NOT NULL,
    hold integer NOT NULL,
    ship_by timestamp with time zone NOT NULL,
    choose_by timestamp with time zone,
    CONSTRAINT acceptance_fen CHECK (((fen > 0) AND (returned_fen >= 0)))
);

--
-- Name: account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account (
    account_id uuid NOT NULL,
    role text NOT NULL,
    owner uuid NOT NULL,
    "limit" text NOT NULL,
    debits_pending bigint NOT NULL,
    debits_posted bigint NOT NULL,
    credits_pending bigint NOT NULL,
    credits_posted bigint NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT account_credits_covered CHECK ((("limit" <> 'credits'::text) OR ((credits_pending + credits_posted) <= debits_posted))),
    CONSTRAINT account_debits_covered CHECK ((("limit" <> 'debits'::text) OR ((debits_pending + debits_posted) <= credits_posted))),
    CONSTRAINT account_id_real CHECK ((account_id <> ALL (ARRAY['00000000-0000-0000-0000-000000000000'::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid]))),
    CONSTRAINT account_limit CHECK (("limit" = ANY (ARRAY['none'::text, 'debits'::text, 'credits'::text]))),
    CONSTRAINT account_not_negative CHECK (((debits_pending >= 0) AND (debits_posted >= 0) AND (credits_pending >= 0) AND (credits_posted >= 0))),
    CONSTRAINT account_owned CHECK ((owner <> '00000000-0000-0000-0000-000000000000'::uuid)),
    CONSTRAINT account_role_named CHECK ((role <> ''::text))
)
WITH (fillfactor='50');

--
-- Name: address; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.address (
    gift_id uuid NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT address_nonce CHECK ((octet_length(nonce) = 12))
);

--
-- Name: address_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.address_key (
    gift_id uuid NOT NULL,
    ring_key text NOT NULL,
    wrapped bytea,
    made_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    CONSTRAINT address_key_destroyed CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL)))
);

--
-- Name: address_read; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.address_read (
    gift_id uuid NOT NULL,
    read_id uuid NOT NULL,
    reader_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
);

--
-- Name: application; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.application (
    person_id uuid NOT NULL,
    application_id uuid NOT NULL,
    merchant_id uuid,
    state text NOT NULL,
    shop_name text,
    city text,
    phone text,
    category text,
    licence_no text,
    ring_key text,
    wrapped bytea,
    nonce bytea,
    sealed bytea,
    started_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    review_by text,
    review_until timestamp with time zone,
    decided_at timestamp with time zone,
    reasons text[] DEFAULT '{}'::text[] NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    reminded_at timestamp with time zone,
    CONSTRAINT application_approved CHECK (((state <> 'approved'::text) OR (merchant_id IS NOT NULL))),
    CONSTRAINT application_category CHECK ((category = ANY (ARRAY['flowers'::text, 'home'::text, 'beauty'::text, 'digital'::text, 'jewellery'::text]))),
    CONSTRAINT application_review CHECK (((review_by IS NULL) = (review_until IS NULL))),
    CONSTRAINT application_sealed CHECK ((((sealed IS NULL) = (nonce IS NULL)) AND ((sealed IS NULL) = (wrapped IS NULL)) AND ((sealed IS NULL) = (ring_key IS NULL)))),
    CONSTRAINT application_state CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'in_review'::text, 'more_wanted'::text, 'approved'::text, 'refused'::text]))),
    CONSTRAINT application_submitted CHECK (((state = 'draft'::text) OR (submitted_at IS NOT NULL)))
);

--
-- Name: application_step; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.application_step (
    application_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    done_by text NOT NULL,
    certificate_id uuid,
    reasons text[] NOT NULL,
    words text NOT NULL,
    done_at timestamp with time zone NOT NULL,
    CONSTRAINT application_step_certificate CHECK (((deed = 'certificate_seen'::text) = (certificate_id IS NOT NULL))),
    CONSTRAINT application_step_deed CHECK ((deed = ANY (ARRAY['submitted'::text, 'taken'::text, 'seen'::text, 'certificate_seen'::text, 'more_wanted'::text, 'approved'::text, 'refused'::text])))
);

--
-- Name: ask; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ask (
    gift_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    ask_id uuid NOT NULL,
    fen bigint,
    why text NOT NULL,
    by_link boolean NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT ask_fen CHECK ((fen > 0))
);

--
-- Name: asked; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.asked (
    person_id uuid NOT NULL,
    ask_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    asker_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    dismissed_at timestamp with time zone
);

--
-- Name: asking; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.asking (
    person_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL
);

--
-- Name: attempt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attempt (
    charge_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    gateway text NOT NULL,
    way text NOT NULL,
    fen bigint NOT NULL,
    state text NOT NULL,
    checkout text,
    code text,
    gateway_number text,
    paid_fen bigint,
    paid_at timestamp with time zone,
    flaw text,
    closing boolean NOT NULL,
    checks integer NOT NULL,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT attempt_due CHECK (((state = ANY (ARRAY['unknown'::text, 'open'::text])) = (due_at IS NOT NULL))),
    CONSTRAINT attempt_ended CHECK (((state = ANY (ARRAY['paid'::text, 'closed'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT attempt_fen CHECK (((fen > 0) AND (paid_fen > 0))),
    CONSTRAINT attempt_flaw CHECK (((flaw IS NULL) OR ((flaw = ANY (ARRAY['late'::text, 'second'::text, 'amount'::text, 'unaccepted'::text])) AND (state = 'paid'::text)))),
    CONSTRAINT attempt_paid CHECK ((((state = 'paid'::text) = (paid_fen IS NOT NULL)) AND ((state = 'paid'::text) = (paid_at IS NOT NULL)))),
    CONSTRAINT attempt_state CHECK ((state = ANY (ARRAY['unknown'::text, 'open'::text, 'paid'::text, 'closed'::text]))),
    CONSTRAINT attempt_way CHECK ((way = ANY (ARRAY['page'::text, 'wap'::text, 'qr'::text, 'app'::text, 'balance'::text, 'jsapi'::text, 'card'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.01');

--
-- Name: attempt_number; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attempt_number (
    attempt_id uuid NOT NULL,
    charge_id uuid NOT NULL
);

--
-- Name: bill_book; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_book (
    gateway text NOT NULL,
    since date NOT NULL
);

--
-- Name: bill_break; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_break (
    break_id uuid NOT NULL,
    gateway text NOT NULL,
    item text NOT NULL,
    number text NOT NULL,
    nth integer NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    ours_fen bigint,
    ours_at timestamp with time zone,
    ours_state text,
    theirs_fen bigint,
    theirs_at timestamp with time zone,
    theirs_day date,
    gateway_number text,
    state text NOT NULL,
    turn integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    closed_by text,
    reason text,
    note text,
    moved_to text,
    moved_fen bigint,
    CONSTRAINT bill_break_closed CHECK ((((state = 'closed'::text) = (closed_at IS NOT NULL)) AND ((state = 'closed'::text) = (reason IS NOT NULL)))),
    CONSTRAINT bill_break_kind CHECK ((kind = ANY (ARRAY['missing_here'::text, 'missing_there'::text, 'amount'::text, 'duplicate'::text, 'late'::text]))),
    CONSTRAINT bill_break_moved CHECK ((((moved_to IS NULL) = (moved_fen IS NULL)) AND ((moved_to IS NULL) OR (closed_by IS NOT NULL)))),
    CONSTRAINT bill_break_state CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);

--
-- Name: bill_break_step; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_break_step (
    break_id uuid NOT NULL,
    step integer NOT NULL,
    did text NOT NULL,
    kind text NOT NULL,
    ours_fen bigint,
    theirs_fen bigint,
    by text,
    reason text,
    note text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT bill_break_step_did CHECK ((did = ANY (ARRAY['opened'::text, 'changed'::text, 'closed'::text, 'reopened'::text])))
);

--
-- Name: bill_day; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_day (
    gateway text NOT NULL,
    day date NOT NULL,
    state text NOT NULL,
    code text,
    tries integer NOT NULL,
    revision integer NOT NULL,
    lines integer NOT NULL,
    first_asked_at timestamp with time zone,
    asked_at timestamp with time zone,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    reconciled_at timestamp with time zone,
    digest bytea,
    CONSTRAINT bill_day_due CHECK (((state = 'reconciled'::text) = (due_at IS NULL))),
    CONSTRAINT bill_day_reconciled CHECK (((state <> 'reconciled'::text) OR (reconciled_at IS NOT NULL))),
    CONSTRAINT bill_day_state CHECK ((state = ANY (ARRAY['awaited'::text, 'unreadable'::text, 'reconciled'::text])))
);

--
-- Name: bill_line; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_line (
    gateway text NOT NULL,
    day date NOT NULL,
    revision integer NOT NULL,
    "position" integer NOT NULL,
    item text NOT NULL,
    number text NOT NULL,
    gateway_number text NOT NULL,
    said text NOT NULL,
    fen bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    stray boolean NOT NULL,
    CONSTRAINT bill_line_item CHECK ((item = ANY (ARRAY['payment'::text, 'refund'::text, 'payout'::text, 'return'::text, 'fee'::text, 'bank'::text, 'other'::text])))
);

--
-- Name: bill_move; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bill_move (
    transfer_id uuid NOT NULL,
    gateway text NOT NULL,
    day date NOT NULL,
    what text NOT NULL,
    fen bigint NOT NULL,
    break_id uuid,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT bill_move_break CHECK (((break_id IS NOT NULL) = (what = ANY (ARRAY['correction'::text, 'correction_undone'::text])))),
    CONSTRAINT bill_move_what CHECK ((what = ANY (ARRAY['payment'::text, 'refund'::text, 'payout'::text, 'return'::text, 'fee'::text, 'bank'::text, 'unexplained'::text, 'correction'::text, 'correction_undone'::text])))
);

--
-- Name: block; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.block (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamp with time zone NOT NULL,
    CONSTRAINT block_other CHECK ((person_id <> other_id))
);

--
-- Name: blocked_by; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.blocked_by (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamp with time zone NOT NULL,
    CONSTRAINT blocked_by_other CHECK ((person_id <> other_id))
);

--
-- Name: campaign; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign (
    campaign_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    fen bigint NOT NULL,
    count integer NOT NULL,
    greeting text NOT NULL,
    cover text NOT NULL,
    least_members integer NOT NULL,
    least_score integer NOT NULL,
    window_days integer NOT NULL,
    least_age_days integer NOT NULL,
    most_groups integer NOT NULL,
    budget_fen bigint NOT NULL,
    opens_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    paused_at timestamp with time zone,
    due_at timestamp with time zone,
    ended_at timestamp with time zone,
    back_fen bigint,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT campaign_budget CHECK (((budget_fen > 0) AND (fen > 0))),
    CONSTRAINT campaign_due CHECK ((((state = 'draft'::text) OR (ended_at IS NOT NULL)) = (due_at IS NULL))),
    CONSTRAINT campaign_ended CHECK (((ended_at IS NULL) = (back_fen IS NULL))),
    CONSTRAINT campaign_kind CHECK ((kind = ANY (ARRAY['lucky'::text, 'equal'::text]))),
    CONSTRAINT campaign_span CHECK ((ends_at > opens_at)),
    CONSTRAINT campaign_state CHECK ((state = ANY (ARRAY['draft'::text, 'scheduled'::text, 'preparing'::text, 'prepared'::text, 'open'::text, 'over'::text, 'stopped'::text])))
);

--
-- Name: campaign_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign_group (
    campaign_id uuid NOT NULL,
    place integer NOT NULL,
    conversation_id uuid NOT NULL,
    name text NOT NULL,
    members integer NOT NULL,
    score integer NOT NULL,
    prepared_at timestamp with time zone
);

--
-- Name: campaign_move; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.campaign_move (
    campaign_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    moved_by text NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    CONSTRAINT campaign_move_deed CHECK ((deed = ANY (ARRAY['draft'::text, 'schedule'::text, 'pause'::text, 'resume'::text, 'stop'::text])))
);

--
-- Name: carrier_callback; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.carrier_callback (
    callback_id uuid NOT NULL,
    gateway text NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    outcome text,
    CONSTRAINT carrier_callback_applied CHECK (((applied_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT carrier_callback_outcome CHECK ((outcome = ANY (ARRAY['applied'::text, 'no_such_parcel'::text, 'unreadable'::text])))
);

--
-- Name: certificate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.certificate (
    person_id uuid NOT NULL,
    application_id uuid NOT NULL,
    certificate_id uuid NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    pages integer NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT certificate_kind CHECK ((kind = ANY (ARRAY['licence'::text, 'identity_front'::text, 'identity_back'::text, 'permit'::text])))
);

--
-- Name: charge; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.charge (
    charge_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    fen bigint NOT NULL,
    subject text NOT NULL,
    purpose text NOT NULL,
    ref uuid NOT NULL,
    state text NOT NULL,
    pay_by timestamp with time zone NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    paid_attempt_id uuid,
    paid_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    CONSTRAINT charge_cancelled CHECK (((state = 'cancelled'::text) = (cancelled_at IS NOT NULL))),
    CONSTRAINT charge_fen CHECK ((fen > 0)),
    CONSTRAINT charge_paid CHECK ((((state = 'paid'::text) = (paid_at IS NOT NULL)) AND ((state = 'paid'::text) = (paid_attempt_id IS NOT NULL)))),
    CONSTRAINT charge_state CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'cancelled'::text]))),
    CONSTRAINT charge_subject CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 128)))
);

--
-- Name: chat_door; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chat_door (
    person_id uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

--
-- Name: chat_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chat_group (
    conversation_id uuid NOT NULL,
    name text NOT NULL,
    topic text NOT NULL,
    joining text NOT NULL,
    members bigint NOT NULL,
    cell bigint,
    made_as text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT chat_group_joining CHECK ((joining = ANY (ARRAY['open'::text, 'request'::text]))),
    CONSTRAINT chat_group_members CHECK ((members >= 0)),
    CONSTRAINT chat_group_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 30))),
    CONSTRAINT chat_group_topic CHECK ((char_length(topic) <= 200))
);

--
-- Name: check_in; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.check_in (
    person_id uuid NOT NULL,
    day date NOT NULL,
    checked_at timestamp with time zone NOT NULL
);

--
-- Name: co_payer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.co_payer (
    person_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    asker_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    paid_at timestamp with time zone NOT NULL
);

--
-- Name: conversation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.conversation (
    conversation_id uuid NOT NULL,
    kind text NOT NULL,
    one_id uuid,
    other_id uuid,
    last_seq bigint NOT NULL,
    revision bigint NOT NULL,
    last_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    CONSTRAINT conversation_kind CHECK ((kind = ANY (ARRAY['pair'::text, 'group'::text]))),
    CONSTRAINT conversation_pair CHECK (
CASE kind
    WHEN 'pair'::text THEN ((one_id IS NOT NULL) AND (other_id IS NOT NULL) AND (one_id < other_id))
    ELSE ((one_id IS NULL) AND (other_id IS NULL) AND (opened_at IS NULL))
END),
    CONSTRAINT conversation_revision CHECK (((revision >= last_seq) AND (last_seq >= 0)))
);

--
-- Name: deed_count; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.deed_count (
    person_id uuid NOT NULL,
    deed text NOT NULL,
    since_at timestamp with time zone NOT NULL,
    times integer NOT NULL,
    CONSTRAINT deed_count_times CHECK ((times > 0))
);

--
-- Name: device; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.device (
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    CONSTRAINT device_name CHECK ((char_length(name) <= 60))
);

--
-- Name: document; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.document (
    document_id uuid NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    pages integer NOT NULL,
    digest bytea NOT NULL,
    stored_as text NOT NULL,
    whole boolean NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    CONSTRAINT document_extent CHECK (((size > 0) AND (pages > 0))),
    CONSTRAINT document_media_type CHECK ((media_type = ANY (ARRAY['image/webp'::text, 'application/pdf'::text])))
);

--
-- Name: entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.entry (
    account_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    transfer_id uuid NOT NULL,
    side text NOT NULL,
    pending bigint NOT NULL,
    posted bigint NOT NULL,
    CONSTRAINT entry_moves CHECK (((pending <> 0) OR (posted <> 0))),
    CONSTRAINT entry_posted CHECK ((posted >= 0)),
    CONSTRAINT entry_side CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text])))
);

--
-- Name: envelope; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.envelope (
    envelope_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    sender_id uuid,
    device_id uuid,
    kind text NOT NULL,
    fen bigint NOT NULL,
    count integer NOT NULL,
    to_id uuid,
    evened boolean NOT NULL,
    greeting text NOT NULL,
    cover text NOT NULL,
    password_hash bytea,
    cell bigint,
    commitment bytea NOT NULL,
    charge_id uuid,
    source_id uuid,
    sent_at timestamp with time zone NOT NULL,
    CONSTRAINT envelope_exclusive CHECK (((kind <> 'exclusive'::text) OR ((count = 1) AND (to_id IS NOT NULL)))),
    CONSTRAINT envelope_greeting CHECK ((char_length(greeting) <= 60)),
    CONSTRAINT envelope_kind CHECK ((kind = ANY (ARRAY['lucky'::text, 'equal'::text, 'exclusive'::text]))),
    CONSTRAINT envelope_paid_by CHECK ((((sender_id IS NULL) = (charge_id IS NULL)) AND ((sender_id IS NULL) = (source_id IS NOT NULL)))),
    CONSTRAINT envelope_shares CHECK ((((count >= 1) AND (count <= 100)) AND (fen >= count) AND (fen <= (20000 * count))))
);

--
-- Name: envelope_brake; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.envelope_brake (
    brake_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL,
    envelope_id uuid,
    person_id uuid,
    pulled_at timestamp with time zone NOT NULL,
    cools_until timestamp with time zone,
    evens_until timestamp with time zone,
    CONSTRAINT envelope_brake_kind CHECK ((kind = ANY (ARRAY['game'::text, 'linked'::text, 'new_person'::text, 'daily'::text])))
);

--
-- Name: envelope_of; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.envelope_of (
    person_id uuid NOT NULL,
    side text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    envelope_id uuid NOT NULL,
    fen bigint NOT NULL,
    CONSTRAINT envelope_of_side CHECK ((side = ANY (ARRAY['sent'::text, 'received'::text])))
);

--
-- Name: envelope_secret; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.envelope_secret (
    envelope_id uuid NOT NULL,
    seed bytea NOT NULL,
    shares integer[] NOT NULL,
    best integer
);

--
-- Name: envelope_state; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.envelope_state (
    envelope_id uuid NOT NULL,
    state text NOT NULL,
    taken integer NOT NULL,
    taken_fen bigint NOT NULL,
    opens_at timestamp with time zone,
    ends_at timestamp with time zone,
    held boolean NOT NULL,
    due_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT envelope_state_due CHECK (((state = ANY (ARRAY['unpaid'::text, 'open'::text, 'paused'::text])) = (due_at IS NOT NULL))),
    CONSTRAINT envelope_state_ended CHECK (((due_at IS NULL) = (ended_at IS NOT NULL))),
    CONSTRAINT envelope_state_open CHECK (((state = ANY (ARRAY['unpaid'::text, 'lapsed'::text])) = (opens_at IS NULL))),
    CONSTRAINT envelope_state_state CHECK ((state = ANY (ARRAY['unpaid'::text, 'lapsed'::text, 'open'::text, 'paused'::text, 'emptied'::text, 'expired'::text, 'stopped'::text]))),
    CONSTRAINT envelope_state_taken CHECK (((taken >= 0) AND (taken_fen >= taken)))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');

--
-- Name: envelope_try; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.envelope_try (
    envelope_id uuid NOT NULL,
    person_id uuid NOT NULL,
    passwords integer NOT NULL,
    places integer NOT NULL
);

--
-- Name: event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event (
    person_id uuid NOT NULL,
    event_id bigint NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    CONSTRAINT event_kind CHECK ((kind = ANY (ARRAY['gift_given'::text, 'gift_received'::text, 'gift_reminder'::text, 'charge'::text, 'shop_order'::text, 'follow'::text, 'ask'::text, 'paid_gift'::text, 'group'::text, 'wallet'::text, 'envelope_sent'::text, 'shop_pass'::text, 'task'::text])))
);

--
-- Name: event_counter; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event_counter (
    person_id uuid NOT NULL,
    last_id bigint NOT NULL,
    pushed boolean DEFAULT false NOT NULL
);

--
-- Name: event_push; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event_push (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    happened_at timestamp with time zone NOT NULL
);

--
-- Name: export; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.export (
    person_id uuid NOT NULL,
    export_id uuid NOT NULL,
    state text NOT NULL,
    parts_done integer NOT NULL,
    parts_total integer NOT NULL,
    tries integer NOT NULL,
    bytes bigint,
    wanted_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    CONSTRAINT export_parts CHECK (((parts_done >= 0) AND (parts_done <= parts_total))),
    CONSTRAINT export_ready CHECK ((((state = ANY (ARRAY['ready'::text, 'over'::text])) = (until_at IS NOT NULL)) AND ((until_at IS NULL) = (bytes IS NULL)))),
    CONSTRAINT export_state CHECK ((state = ANY (ARRAY['queued'::text, 'working'::text, 'ready'::text, 'failed'::text, 'over'::text])))
);

--
-- Name: feed_error; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feed_error (
    import_id uuid NOT NULL,
    number integer NOT NULL,
    attribute text NOT NULL,
    code text NOT NULL,
    item text NOT NULL
);

--
-- Name: feed_import; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feed_import (
    merchant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    source text NOT NULL,
    strict boolean NOT NULL,
    dry_run boolean NOT NULL,
    delist_missing boolean NOT NULL,
    local_pictures boolean NOT NULL,
    state text NOT NULL,
    refusal text,
    refusal_row integer,
    reached text NOT NULL,
    rows integer NOT NULL,
    products integer NOT NULL,
    added integer NOT NULL,
    changed integer NOT NULL,
    unchanged integer NOT NULL,
    refused integer NOT NULL,
    delisted integer NOT NULL,
    unknown_attributes jsonb NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT feed_import_finished CHECK (((finished_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'refused'::text])))),
    CONSTRAINT feed_import_refusal CHECK (((refusal IS NOT NULL) = (state = 'refused'::text))),
    CONSTRAINT feed_import_state CHECK ((state = ANY (ARRAY['reading'::text, 'entering'::text, 'done'::text, 'refused'::text])))
);

--
-- Name: feed_map; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feed_map (
    merchant_id uuid NOT NULL,
    map text NOT NULL,
    changed_at timestamp with time zone NOT NULL
);

--
-- Name: feed_row; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.feed_row (
    import_id uuid NOT NULL,
    number integer NOT NULL,
    product_key text NOT NULL,
    variant_key text NOT NULL,
    attributes text NOT NULL
);

--
-- Name: follower; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.follower (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamp with time zone NOT NULL,
    CONSTRAINT follower_other CHECK ((person_id <> other_id))
);

--
-- Name: following; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.following (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamp with time zone NOT NULL,
    CONSTRAINT following_other CHECK ((person_id <> other_id))
);

--
-- Name: gateway_notification; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gateway_notification (
    notification_id uuid NOT NULL,
    gateway text NOT NULL,
    headers text NOT NULL,
    body bytea NOT NULL,
    state text NOT NULL,
    code text,
    received_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT gateway_notification_code CHECK (((state = 'rejected'::text) = (code IS NOT NULL))),
    CONSTRAINT gateway_notification_settled CHECK (((state = 'waiting'::text) = (settled_at IS NULL))),
    CONSTRAINT gateway_notification_state CHECK ((state = ANY (ARRAY['waiting'::text, 'settled'::text, 'rejected'::text])))
);

--
-- Name: gift; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gift (
    gift_id uuid NOT NULL,
    giver_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    sku_id uuid NOT NULL,
    title text NOT NULL,
    picture_id text,
    fen bigint NOT NULL,
    message text NOT NULL,
    wrapping text NOT NULL,
    window_days smallint NOT NULL,
    state text NOT NULL,
    moves integer NOT NULL,
    given_at timestamp with time zone NOT NULL,
    pay_by timestamp with time zone NOT NULL,
    offered_at timestamp with time zone,
    answer_by timestamp with time zone,
    quietly_declined_at timestamp with time zone,
    asked_at timestamp with time zone,
    trouble_at timestamp with time zone,
    settled_at timestamp with time zone,
    collect_by timestamp with time zone,
    funded_at timestamp with time zone,
    cool_until timestamp with time zone,
    send_at timestamp with time zone,
    anonymous boolean NOT NULL,
    opened_at timestamp with time zone,
    late_at timestamp with time zone,
    pay_from timestamp with time zone,
    charge_id uuid,
    end_reason text,
    CONSTRAINT gift_end_reason CHECK ((end_reason = ANY (ARRAY['sold_out'::text, 'not_for_sale'::text, 'price_changed'::text, 'over_weekly_ceiling'::text]))),
    CONSTRAINT gift_fen CHECK ((fen > 0)),
    CONSTRAINT gift_funded CHECK (((state = 'withdrawn'::text) OR ((funded_at IS NULL) = (state = ANY (ARRAY['planned'::text, 'unpaid'::text, 'collecting'::text, 'lapsed'::text]))))),
    CONSTRAINT gift_not_to_oneself CHECK (((giver_id <> recipient_id) OR (collect_by IS NOT NULL))),
    CONSTRAINT gift_offer CHECK (((offered_at IS NULL) = (answer_by IS NULL))),
    CONSTRAINT gift_pay_then CHECK (((pay_from IS NULL) = (charge_id IS NULL))),
    CONSTRAINT gift_quiet CHECK (((quietly_declined_at IS NULL) OR (state <> ALL (ARRAY['accepted'::text, 'to_choose'::text, 'shipped'::text, 'in_delivery'::text, 'received'::text, 'declined'::text, 'cancelled'::text])))),
    CONSTRAINT gift_reached CHECK (((state = 'withdrawn'::text) OR ((offered_at IS NULL) = (state = ANY (ARRAY['planned'::text, 'unpaid'::text, 'collecting'::text, 'cooling'::text, 'scheduled'::text, 'lapsed'::text]))))),
    CONSTRAINT gift_send_at CHECK ((EXTRACT(second FROM send_at) = (0)::numeric)),
    CONSTRAINT gift_settled CHECK (((settled_at IS NULL) OR (state = 'received'::text))),
    CONSTRAINT gift_state CHECK ((state = ANY (ARRAY['planned'::text, 'unpaid'::text, 'collecting'::text, 'cooling'::text, 'scheduled'::text, 'offered'::text, 'accepted'::text, 'to_choose'::text, 'shipped'::text, 'in_delivery'::text, 'received'::text, 'lapsed'::text, 'withdrawn'::text, 'declined'::text, 'expired'::text, 'cancelled'::text]))),
    CONSTRAINT gift_window CHECK ((window_days = ANY (ARRAY[1, 3, 7, 14, 30]))),
    CONSTRAINT gift_wrapping CHECK ((wrapping = ANY (ARRAY['none'::text, 'classic'::text, 'birthday'::text, 'festive'::text])))
);

--
-- Name: gift_door; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gift_door (
    person_id uuid NOT NULL,
    who text NOT NULL,
    ceiling_fen bigint NOT NULL,
    per_week integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT gift_door_ceiling_fen CHECK ((ceiling_fen > 0)),
    CONSTRAINT gift_door_per_week CHECK ((per_week >= 0)),
    CONSTRAINT gift_door_who CHECK ((who = ANY (ARRAY['nobody'::text, 'met'::text, 'friends'::text])))
);

--
-- Name: gift_move; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gift_move (
    gift_id uuid NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    by_role text NOT NULL,
    by_id uuid,
    at timestamp with time zone NOT NULL,
    CONSTRAINT gift_move_role CHECK ((by_role = ANY (ARRAY['giver'::text, 'recipient'::text, 'payer'::text, 'merchant'::text, 'carrier'::text, 'clock'::text])))
);

--
-- Name: given; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.given (
    person_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    given_at timestamp with time zone NOT NULL,
    unpaid_until timestamp with time zone
);

--
-- Name: group_place; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.group_place (
    region bigint NOT NULL,
    conversation_id uuid NOT NULL,
    cell bigint NOT NULL
);

--
-- Name: hidden_shop; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.hidden_shop (
    person_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    hidden_at timestamp with time zone NOT NULL
);

--
-- Name: identity_check; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.identity_check (
    person_id uuid NOT NULL,
    check_id uuid NOT NULL,
    asked_key bytea NOT NULL,
    identity_key bytea NOT NULL,
    name_key bytea NOT NULL,
    state text NOT NULL,
    code text,
    identity_class integer,
    checks integer NOT NULL,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    nonce bytea,
    sealed bytea,
    ring_key text,
    wrapped bytea,
    wanted_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT identity_check_asked CHECK ((num_nonnulls(nonce, sealed, ring_key, wrapped) =
CASE
    WHEN (ended_at IS NULL) THEN 4
    ELSE 0
END)),
    CONSTRAINT identity_check_class CHECK (
CASE
    WHEN (state = 'verified'::text) THEN COALESCE((identity_class = ANY (ARRAY[1, 2, 3])), false)
    ELSE (identity_class IS NULL)
END),
    CONSTRAINT identity_check_due CHECK (((due_at IS NOT NULL) = (ended_at IS NULL))),
    CONSTRAINT identity_check_ended CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['verified'::text, 'refused'::text])))),
    CONSTRAINT identity_check_state CHECK ((state = ANY (ARRAY['wanted'::text, 'unknown'::text, 'pending'::text, 'verified'::text, 'refused'::text])))
);

--
-- Name: identity_owner; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.identity_owner (
    identity_key bytea NOT NULL,
    person_id uuid NOT NULL
);

--
-- Name: inbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.inbox (
    person_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL,
    box text NOT NULL,
    active_at timestamp with time zone NOT NULL,
    CONSTRAINT inbox_box CHECK ((box = ANY (ARRAY['chats'::text, 'greetings'::text, 'nowhere'::text]))),
    CONSTRAINT inbox_kind CHECK ((kind = ANY (ARRAY['pair'::text, 'group'::text])))
);

--
-- Name: invite; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invite (
    person_id uuid NOT NULL,
    code text NOT NULL,
    made_at timestamp with time zone NOT NULL
);

--
-- Name: invite_code; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invite_code (
    code text NOT NULL,
    person_id uuid NOT NULL
);

--
-- Name: invited; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invited (
    person_id uuid NOT NULL,
    inviter_id uuid NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    days integer NOT NULL,
    counts boolean NOT NULL,
    stayed_at timestamp with time zone,
    rewarded_at timestamp with time zone,
    CONSTRAINT invited_other CHECK ((person_id <> inviter_id)),
    CONSTRAINT invited_rewarded CHECK (((rewarded_at IS NULL) OR (stayed_at IS NOT NULL)))
);

--
-- Name: join_request; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.join_request (
    conversation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    text text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    refused_at timestamp with time zone,
    CONSTRAINT join_request_text CHECK ((char_length(text) <= 200))
);

--
-- Name: licence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.licence (
    licence_no text NOT NULL,
    merchant_id uuid NOT NULL,
    certified_at timestamp with time zone NOT NULL
);

--
-- Name: live; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.live (
    person_id uuid NOT NULL,
    server_id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL
);

--
-- Name: member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.member (
    conversation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    joined_seq bigint NOT NULL,
    read_seq bigint NOT NULL,
    written bigint NOT NULL,
    muted boolean NOT NULL,
    spoke_on date,
    spoken bigint DEFAULT 0 NOT NULL,
    CONSTRAINT member_read CHECK (((read_seq >= joined_seq) AND (joined_seq >= 0))),
    CONSTRAINT member_role CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text]))),
    CONSTRAINT member_written CHECK ((written >= 0))
);

--
-- Name: merchant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.merchant (
    merchant_id uuid NOT NULL,
    name text NOT NULL,
    city text NOT NULL,
    phone text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner_id uuid,
    category text,
    certified_until timestamp with time zone,
    suspended_at timestamp with time zone,
    suspended_reason text,
    CONSTRAINT merchant_category CHECK ((category = ANY (ARRAY['flowers'::text, 'home'::text, 'beauty'::text, 'digital'::text, 'jewellery'::text]))),
    CONSTRAINT merchant_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
    CONSTRAINT merchant_suspended CHECK (((suspended_at IS NULL) = (suspended_reason IS NULL)))
);

--
-- Name: merchant_staff; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.merchant_staff (
    merchant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    since timestamp with time zone NOT NULL
);

--
-- Name: merchant_step; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.merchant_step (
    merchant_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    decided_by text NOT NULL,
    reason text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT merchant_step_deed CHECK ((deed = ANY (ARRAY['certified'::text, 'suspended'::text, 'reinstated'::text])))
);

--
-- Name: message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.message (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    revision bigint NOT NULL,
    message_id uuid NOT NULL,
    sender_id uuid NOT NULL,
    kind text NOT NULL,
    body text NOT NULL,
    ref text,
    sent_at timestamp with time zone NOT NULL,
    CONSTRAINT message_body CHECK ((char_length(body) <= 4000)),
    CONSTRAINT message_gone CHECK (((kind <> 'gone'::text) OR ((body = ''::text) AND (ref IS NULL)))),
    CONSTRAINT message_kind CHECK ((kind = ANY (ARRAY['text'::text, 'photo'::text, 'sticker'::text, 'card'::text, 'notice'::text, 'gone'::text]))),
    CONSTRAINT message_seq CHECK (((seq > 0) AND (revision >= seq)))
);

--
-- Name: met; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.met (
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    since_at timestamp with time zone NOT NULL,
    CONSTRAINT met_other CHECK ((person_id <> other_id))
);

--
-- Name: nickname; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.nickname (
    person_id uuid NOT NULL,
    folded text NOT NULL,
    cuts text[] NOT NULL,
    findable boolean NOT NULL,
    since_at timestamp with time zone NOT NULL
);

--
-- Name: offer_use; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.offer_use (
    person_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    kind text NOT NULL,
    used_at timestamp with time zone NOT NULL,
    CONSTRAINT offer_use_kind CHECK ((kind = ANY (ARRAY['view'::text, 'tap'::text])))
)
WITH (autovacuum_vacuum_scale_factor='0.02');

--
-- Name: operator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator (
    operator_id uuid NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT operator_roles CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['reviewer'::text, 'support'::text, 'finance'::text, 'admin'::text])))
);

--
-- Name: operator_challenge; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator_challenge (
    challenge_hash bytea NOT NULL,
    valid_until timestamp with time zone NOT NULL
);

--
-- Name: operator_invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator_invitation (
    operator_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    valid_until timestamp with time zone NOT NULL
);

--
-- Name: operator_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator_log (
    entry bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    operator_id uuid,
    by text NOT NULL,
    deed text NOT NULL,
    about text NOT NULL,
    facts text NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT operator_log_facts CHECK ((facts IS JSON OBJECT)),
    CONSTRAINT operator_log_follows CHECK ((entry > 0))
);

--
-- Name: operator_passkey; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator_passkey (
    operator_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

--
-- Name: operator_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.operator_session (
    token_hash bytea NOT NULL,
    session_id uuid NOT NULL,
    operator_id uuid NOT NULL,
    device text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

--
-- Name: order_gift; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.order_gift (
    order_id uuid NOT NULL,
    gift_id uuid NOT NULL
);

--
-- Name: order_move; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.order_move (
    order_id uuid NOT NULL,
    number integer NOT NULL,
    move text NOT NULL,
    actor text NOT NULL,
    person_id uuid,
    moved_at timestamp with time zone NOT NULL,
    CONSTRAINT order_move_actor CHECK ((actor = ANY (ARRAY['purpose'::text, 'shop'::text, 'carrier'::text]))),
    CONSTRAINT order_move_move CHECK ((move = ANY (ARRAY['placed'::text, 'confirmed'::text, 'unable'::text, 'cancelled'::text, 'shipped'::text, 'corrected'::text, 'in_delivery'::text, 'received'::text, 'exception'::text, 'resumed'::text]))),
    CONSTRAINT order_move_person CHECK (((person_id IS NOT NULL) = (actor = 'shop'::text)))
);

--
-- Name: outbox_message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox_message (
    message_id uuid NOT NULL,
    number text NOT NULL,
    body text NOT NULL,
    sent_at timestamp with time zone NOT NULL
);

--
-- Name: part; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.part (
    gift_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    fen bigint NOT NULL,
    paid_at timestamp with time zone,
    returned_at timestamp with time zone,
    pay_by timestamp with time zone NOT NULL,
    cancelled_at timestamp with time zone,
    returned_fen bigint NOT NULL,
    CONSTRAINT part_cancelled CHECK (((cancelled_at IS NULL) OR (paid_at IS NULL))),
    CONSTRAINT part_fen CHECK ((fen > 0)),
    CONSTRAINT part_returned CHECK (((returned_at IS NULL) OR (paid_at IS NOT NULL))),
    CONSTRAINT part_returned_fen CHECK ((((returned_fen >= 0) AND (returned_fen <= fen)) AND ((returned_fen = 0) OR (paid_at IS NOT NULL))))
);

--
-- Name: passkey; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passkey (
    person_id uuid NOT NULL,
    passkey_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    transports text[] NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT passkey_name CHECK ((char_length(name) <= 60)),
    CONSTRAINT passkey_sign_count CHECK ((sign_count >= 0))
);

--
-- Name: passkey_challenge; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passkey_challenge (
    challenge_hash bytea NOT NULL,
    valid_until timestamp with time zone NOT NULL
);

--
-- Name: passkey_owner; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passkey_owner (
    credential_id bytea NOT NULL,
    person_id uuid NOT NULL,
    passkey_id uuid NOT NULL
);

--
-- Name: pay_link; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pay_link (
    gift_id uuid NOT NULL,
    nonce uuid NOT NULL,
    why text NOT NULL,
    made_at timestamp with time zone NOT NULL
);

--
-- Name: pay_link_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pay_link_token (
    token_hash bytea NOT NULL,
    gift_id uuid NOT NULL
);

--
-- Name: payer_refund; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payer_refund (
    person_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    refund_id uuid NOT NULL,
    wanted_at timestamp with time zone NOT NULL
);

--
-- Name: payout; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payout (
    owner_id uuid NOT NULL,
    payout_id uuid NOT NULL,
    purpose text NOT NULL,
    account_id uuid NOT NULL,
    gateway text NOT NULL,
    fen bigint NOT NULL,
    hint text NOT NULL,
    nonce bytea,
    sealed bytea,
    ring_key text,
    wrapped bytea,
    state text NOT NULL,
    code text,
    gateway_number text,
    checks integer NOT NULL,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    wanted_at timestamp with time zone NOT NULL,
    paid_at timestamp with time zone,
    ended_at timestamp with time zone,
    package text,
    number uuid,
    CONSTRAINT payout_due CHECK (
CASE
    WHEN (state = ANY (ARRAY['wanted'::text, 'unknown'::text, 'dealing'::text, 'confirm'::text])) THEN (due_at IS NOT NULL)
    WHEN (state = 'paid'::text) THEN true
    ELSE (due_at IS NULL)
END),
    CONSTRAINT payout_ended CHECK (((state = ANY (ARRAY['failed'::text, 'returned'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT payout_fen CHECK ((fen > 0)),
    CONSTRAINT payout_package CHECK (((package IS NULL) OR (state = 'confirm'::text))),
    CONSTRAINT payout_paid CHECK (((state = ANY (ARRAY['paid'::text, 'returned'::text])) = (paid_at IS NOT NULL))),
    CONSTRAINT payout_payee CHECK ((num_nonnulls(nonce, sealed, ring_key, wrapped) =
CASE
    WHEN (state = ANY (ARRAY['wanted'::text, 'unknown'::text, 'dealing'::text, 'confirm'::text])) THEN 4
    ELSE 0
END)),
    CONSTRAINT payout_state CHECK ((state = ANY (ARRAY['wanted'::text, 'unknown'::text, 'dealing'::text, 'confirm'::text, 'paid'::text, 'failed'::text, 'returned'::text])))
);

--
-- Name: payout_account; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payout_account (
    merchant_id uuid NOT NULL,
    hint text NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    gateway text NOT NULL
);

--
-- Name: pending_due; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pending_due (
    transfer_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL
);

--
-- Name: person; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.person (
    person_id uuid NOT NULL,
    phone_key bytea,
    created_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    forgotten_at timestamp with time zone,
    CONSTRAINT person_forgotten CHECK (((forgotten_at IS NULL) OR (left_at IS NOT NULL))),
    CONSTRAINT person_left CHECK (((left_at IS NULL) OR (phone_key IS NULL)))
);

--
-- Name: phone; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.phone (
    phone_key bytea NOT NULL,
    person_id uuid NOT NULL,
    sealed_number bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);

--
-- Name: photo; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.photo (
    person_id uuid NOT NULL,
    "position" smallint NOT NULL,
    picture_id text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT photo_position CHECK (("position" >= 0))
);

--
-- Name: picture; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.picture (
    picture_id text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bytes integer NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    stored_as text NOT NULL,
    whole boolean NOT NULL,
    look_at timestamp with time zone,
    CONSTRAINT picture_extent CHECK (((width > 0) AND (height > 0) AND (bytes > 0))),
    CONSTRAINT picture_id_hex CHECK ((picture_id ~ '^[0-9a-f]{64}$'::text))
);

--
-- Name: picture_use; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.picture_use (
    picture_id text NOT NULL,
    kind text NOT NULL,
    ref_id uuid NOT NULL,
    public boolean NOT NULL,
    held_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone
);

--
-- Name: placement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.placement (
    placement_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    model text NOT NULL,
    title text NOT NULL,
    words text NOT NULL,
    cell bigint NOT NULL,
    radius_km integer NOT NULL,
    first_day date NOT NULL,
    days integer NOT NULL,
    hours integer NOT NULL,
    fen bigint NOT NULL,
    rate_fen bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT placement_days CHECK ((days > 0)),
    CONSTRAINT placement_fen CHECK (((fen > 0) AND (rate_fen > 0))),
    CONSTRAINT placement_hours CHECK (((hours >= 1) AND (hours <= 16777215))),
    CONSTRAINT placement_model CHECK ((model = ANY (ARRAY['reach'::text, 'taps'::text]))),
    CONSTRAINT placement_radius CHECK (((radius_km >= 1) AND (radius_km <= 3)))
);

--
-- Name: placement_filtered; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.placement_filtered (
    placement_id uuid NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    times integer NOT NULL
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02');

--
-- Name: placement_hour; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.placement_hour (
    placement_id uuid NOT NULL,
    hour_at timestamp with time zone NOT NULL,
    ring_km smallint NOT NULL,
    reached integer NOT NULL,
    views integer NOT NULL,
    taps integer NOT NULL
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02');

--
-- Name: placement_state; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.placement_state (
    placement_id uuid NOT NULL,
    state text NOT NULL,
    reached integer NOT NULL,
    views integer NOT NULL,
    taps integer NOT NULL,
    spent_fen bigint NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    due_at timestamp with time zone,
    ended_at timestamp with time zone,
    moved_at timestamp with time zone NOT NULL,
    CONSTRAINT placement_state_delivered CHECK (((reached >= 0) AND (views >= 0) AND (taps >= 0) AND (spent_fen >= 0))),
    CONSTRAINT placement_state_due CHECK (((state = ANY (ARRAY['unpaid'::text, 'running'::text, 'paused'::text])) = (due_at IS NOT NULL))),
    CONSTRAINT placement_state_ended CHECK (((state = ANY (ARRAY['refused'::text, 'lapsed'::text, 'over'::text, 'stopped'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT placement_state_state CHECK ((state = ANY (ARRAY['in_review'::text, 'refused'::text, 'unpaid'::text, 'lapsed'::text, 'running'::text, 'paused'::text, 'over'::text, 'stopped'::text])))
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.02');

--
-- Name: procrastinate_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

--
-- Name: procrastinate_periodic_defers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

--
-- Name: procrastinate_workers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: product; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.product (
    product_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    external_id text NOT NULL,
    category text NOT NULL,
    title text NOT NULL,
    story text NOT NULL,
    brand text NOT NULL,
    ship_from text NOT NULL,
    ships_to text[] NOT NULL,
    ship_within_hours integer NOT NULL,
    occasions text[] NOT NULL,
    state text NOT NULL,
    lowest_fen bigint NOT NULL,
    folded text NOT NULL,
    words tsvector NOT NULL,
    fingerprint bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    listed_at timestamp with time zone,
    CONSTRAINT product_category CHECK ((category = ANY (ARRAY['flowers'::text, 'home'::text, 'beauty'::text, 'digital'::text, 'jewellery'::text]))),
    CONSTRAINT product_listed CHECK (((state <> 'listed'::text) OR (listed_at IS NOT NULL))),
    CONSTRAINT product_lowest CHECK ((lowest_fen > 0)),
    CONSTRAINT product_promise CHECK ((ship_within_hours > 0)),
    CONSTRAINT product_state CHECK ((state = ANY (ARRAY['draft'::text, 'in_review'::text, 'listed'::text, 'delisted'::text]))),
    CONSTRAINT product_title CHECK (((char_length(title) >= 1) AND (char_length(title) <= 150)))
);

--
-- Name: product_picture; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.product_picture (
    product_id uuid NOT NULL,
    "position" integer NOT NULL,
    source text NOT NULL,
    state text NOT NULL,
    picture_id text,
    failure text,
    tries integer NOT NULL,
    try_at timestamp with time zone NOT NULL,
    CONSTRAINT product_picture_failed CHECK (((state <> 'failed'::text) OR (failure IS NOT NULL))),
    CONSTRAINT product_picture_state CHECK ((state = ANY (ARRAY['wanted'::text, 'stored'::text, 'failed'::text]))),
    CONSTRAINT product_picture_stored CHECK (((picture_id IS NOT NULL) = (state = 'stored'::text)))
);

--
-- Name: product_review; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.product_review (
    product_id uuid NOT NULL,
    number integer NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    why text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT product_review_decision CHECK ((decision = ANY (ARRAY['submitted'::text, 'approved'::text, 'rejected'::text, 'delisted'::text])))
);

--
-- Name: profile; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.profile (
    person_id uuid NOT NULL,
    nickname text NOT NULL,
    birthday date NOT NULL,
    gender text NOT NULL,
    bio text NOT NULL,
    interests text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT profile_bio CHECK ((char_length(bio) <= 200)),
    CONSTRAINT profile_gender CHECK ((gender = ANY (ARRAY['female'::text, 'male'::text, 'other'::text, 'unsaid'::text]))),
    CONSTRAINT profile_interests CHECK ((cardinality(interests) <= 10)),
    CONSTRAINT profile_nickname CHECK (((char_length(nickname) >= 1) AND (char_length(nickname) <= 20)))
);

--
-- Name: programme; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.programme (
    programme_id uuid NOT NULL,
    kind text NOT NULL,
    fen bigint NOT NULL,
    most integer NOT NULL,
    budget_fen bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    paid integer NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    moved_by text NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    CONSTRAINT programme_fen CHECK (((fen > 0) AND (budget_fen >= fen))),
    CONSTRAINT programme_kind CHECK ((kind = ANY (ARRAY['profile'::text, 'check_in'::text, 'welcome'::text, 'friend'::text]))),
    CONSTRAINT programme_paid CHECK (((paid >= 0) AND (paid <= most))),
    CONSTRAINT programme_span CHECK ((starts_at < ends_at)),
    CONSTRAINT programme_state CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'stopped'::text, 'over'::text])))
);

--
-- Name: push_choice; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.push_choice (
    person_id uuid NOT NULL,
    off text[] NOT NULL,
    quiet boolean NOT NULL,
    quiet_from integer NOT NULL,
    quiet_until integer NOT NULL,
    zone text NOT NULL,
    CONSTRAINT push_choice_quiet CHECK ((((quiet_from >= 0) AND (quiet_from <= 1439)) AND ((quiet_until >= 0) AND (quiet_until <= 1439))))
);

--
-- Name: push_due; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.push_due (
    conversation_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL
);

--
-- Name: push_held; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.push_held (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    wanted_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    quiet boolean NOT NULL
);

--
-- Name: push_post; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.push_post (
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    kind text NOT NULL,
    ref uuid NOT NULL,
    number integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL
);

--
-- Name: push_subscription; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.push_subscription (
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    endpoint_key bytea NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

--
-- Name: received; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.received (
    person_id uuid NOT NULL,
    gift_id uuid NOT NULL,
    giver_id uuid NOT NULL,
    unpaid_until timestamp with time zone NOT NULL,
    offered_at timestamp with time zone,
    arrives_at timestamp with time zone
);

--
-- Name: refund; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.refund (
    charge_id uuid NOT NULL,
    refund_id uuid NOT NULL,
    attempt_id uuid NOT NULL,
    fen bigint NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    code text,
    checks integer NOT NULL,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    wanted_at timestamp with time zone NOT NULL,
    refunded_at timestamp with time zone,
    CONSTRAINT refund_due CHECK (
CASE state
    WHEN 'refunded'::text THEN (due_at IS NULL)
    WHEN 'refused'::text THEN true
    ELSE (due_at IS NOT NULL)
END),
    CONSTRAINT refund_fen CHECK ((fen > 0)),
    CONSTRAINT refund_refunded CHECK (((state = 'refunded'::text) = (refunded_at IS NOT NULL))),
    CONSTRAINT refund_state CHECK ((state = ANY (ARRAY['wanted'::text, 'unknown'::text, 'refunded'::text, 'refused'::text])))
);

--
-- Name: report; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.report (
    report_id uuid NOT NULL,
    reporter_id uuid NOT NULL,
    reported_id uuid NOT NULL,
    reason text NOT NULL,
    text text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    outcome text,
    gift_id uuid,
    evidence text,
    picture_id text,
    conversation_id uuid,
    seqs bigint[],
    CONSTRAINT report_closed CHECK (((closed_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT report_others CHECK ((reporter_id <> reported_id)),
    CONSTRAINT report_reason CHECK ((reason = ANY (ARRAY['harassment'::text, 'spam'::text, 'fake'::text, 'underage'::text, 'other'::text]))),
    CONSTRAINT report_text CHECK ((char_length(text) <= 1000))
);

--
-- Name: resolution; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.resolution (
    transfer_id uuid NOT NULL,
    outcome text NOT NULL,
    resolved_by uuid,
    resolved_at timestamp with time zone NOT NULL,
    CONSTRAINT resolution_by CHECK (((resolved_by IS NULL) = (outcome = 'expired'::text))),
    CONSTRAINT resolution_outcome CHECK ((outcome = ANY (ARRAY['posted'::text, 'voided'::text, 'expired'::text])))
);

--
-- Name: reward; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reward (
    reward_id uuid NOT NULL,
    programme_id uuid NOT NULL,
    number_key bytea NOT NULL,
    person_id uuid NOT NULL,
    fen bigint NOT NULL,
    paid_at timestamp with time zone NOT NULL,
    CONSTRAINT reward_fen CHECK ((fen > 0))
);

--
-- Name: saved_address; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.saved_address (
    person_id uuid NOT NULL,
    address_id uuid NOT NULL,
    is_default boolean NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT saved_address_nonce CHECK ((octet_length(nonce) = 12))
);

--
-- Name: saved_address_key; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.saved_address_key (
    person_id uuid NOT NULL,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamp with time zone NOT NULL
);

--
-- Name: schema_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);

--
-- Name: session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.session (
    token_hash bytea NOT NULL,
    person_id uuid NOT NULL,
    device_id uuid NOT NULL,
    complete boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

--
-- Name: share; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.share (
    envelope_id uuid NOT NULL,
    person_id uuid NOT NULL,
    place integer NOT NULL,
    fen bigint NOT NULL,
    device_id uuid,
    claimed_at timestamp with time zone NOT NULL,
    CONSTRAINT share_fen CHECK ((fen > 0))
);

--
-- Name: shipment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.shipment (
    tracking_no text NOT NULL,
    carrier text NOT NULL,
    order_id uuid NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    registered_at timestamp with time zone,
    heard_at timestamp with time zone,
    ask_at timestamp with time zone,
    ask_until timestamp with time zone NOT NULL
);

--
-- Name: shipment_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.shipment_event (
    tracking_no text NOT NULL,
    carrier text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    note text NOT NULL,
    CONSTRAINT shipment_event_status CHECK ((status = ANY (ARRAY['accepted'::text, 'in_transit'::text, 'out_for_delivery'::text, 'delivered'::text, 'exception'::text, 'returned'::text])))
);

--
-- Name: shop_block; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.shop_block (
    person_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    blocked_at timestamp with time zone NOT NULL
);

--
-- Name: shop_order; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.shop_order (
    order_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    sku_id uuid NOT NULL,
    purpose text NOT NULL,
    ref uuid NOT NULL,
    title text NOT NULL,
    article text NOT NULL,
    options jsonb NOT NULL,
    quantity integer NOT NULL,
    fen bigint NOT NULL,
    state text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    ship_by timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    reason text,
    carrier text,
    tracking_no text,
    shipped_at timestamp with time zone,
    delivered_at timestamp with time zone,
    trouble text,
    moves integer NOT NULL,
    last_move text NOT NULL,
    picture_id text,
    settled_at timestamp with time zone,
    CONSTRAINT shop_order_delivered CHECK (((delivered_at IS NULL) OR (state = 'received'::text))),
    CONSTRAINT shop_order_fen CHECK ((fen > 0)),
    CONSTRAINT shop_order_parcel CHECK ((num_nonnulls(carrier, tracking_no, shipped_at) =
CASE
    WHEN (state = ANY (ARRAY['shipped'::text, 'in_delivery'::text, 'received'::text])) THEN 3
    ELSE 0
END)),
    CONSTRAINT shop_order_quantity CHECK ((quantity > 0)),
    CONSTRAINT shop_order_reason CHECK (((reason IS NOT NULL) = (state = ANY (ARRAY['unable'::text, 'cancelled'::text])))),
    CONSTRAINT shop_order_state CHECK ((state = ANY (ARRAY['to_ship'::text, 'shipped'::text, 'in_delivery'::text, 'received'::text, 'unable'::text, 'cancelled'::text]))),
    CONSTRAINT shop_order_trouble CHECK ((trouble = ANY (ARRAY['exception'::text, 'returned'::text, 'unknown_number'::text])))
);

--
-- Name: sight; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sight (
    person_id uuid NOT NULL,
    placement_id uuid NOT NULL,
    shown_at timestamp with time zone[] NOT NULL,
    reached_at timestamp with time zone,
    tapped_at timestamp with time zone
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02');

--
-- Name: sign_in_code; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sign_in_code (
    phone_key bytea NOT NULL,
    code_hash bytea NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    used_at timestamp with time zone,
    sent_at timestamp with time zone[] NOT NULL,
    CONSTRAINT sign_in_code_tries CHECK ((tries >= 0))
);

--
-- Name: sms; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sms (
    message_id uuid NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    valid_until timestamp with time zone NOT NULL,
    leased_until timestamp with time zone
);

--
-- Name: spending; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.spending (
    person_id uuid NOT NULL,
    charge_id uuid NOT NULL,
    fen bigint NOT NULL,
    spent_at timestamp with time zone NOT NULL,
    unpaid_until timestamp with time zone,
    CONSTRAINT spending_fen CHECK ((fen > 0))
);

--
-- Name: spot; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.spot (
    region bigint NOT NULL,
    person_id uuid NOT NULL,
    cell bigint NOT NULL,
    area bigint NOT NULL,
    gender smallint NOT NULL,
    birthday date NOT NULL,
    active_at timestamp with time zone NOT NULL,
    hides_distance boolean NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');

--
-- Name: staff_merchant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.staff_merchant (
    person_id uuid NOT NULL,
    merchant_id uuid NOT NULL,
    since timestamp with time zone NOT NULL
);

--
-- Name: stock; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.stock (
    sku_id uuid NOT NULL,
    units integer NOT NULL,
    held integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT stock_held CHECK ((held >= 0)),
    CONSTRAINT stock_units CHECK ((units >= 0))
);

--
-- Name: stock_hold; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.stock_hold (
    sku_id uuid NOT NULL,
    holder uuid NOT NULL,
    state text NOT NULL,
    reserved_until timestamp with time zone,
    handed_over boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT stock_hold_over CHECK (((NOT handed_over) OR (state = 'taken'::text))),
    CONSTRAINT stock_hold_state CHECK ((state = ANY (ARRAY['reserved'::text, 'taken'::text, 'back'::text]))),
    CONSTRAINT stock_hold_until CHECK (((reserved_until IS NOT NULL) = (state = 'reserved'::text)))
);

--
-- Name: store; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.store (
    merchant_id uuid NOT NULL,
    words text NOT NULL,
    cell bigint,
    hours text,
    picture_ids text[] NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by uuid,
    CONSTRAINT store_words CHECK ((char_length(words) <= 1000))
);

--
-- Name: thanks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.thanks (
    gift_id uuid NOT NULL,
    text text NOT NULL,
    picture_id text,
    thanked_at timestamp with time zone NOT NULL,
    CONSTRAINT thanks_text CHECK (((char_length(text) >= 1) AND (char_length(text) <= 300)))
);

--
-- Name: timer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.timer (
    gift_id uuid NOT NULL,
    kind text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT timer_kind CHECK ((kind = ANY (ARRAY['charge'::text, 'lapse'::text, 'part_over'::text, 'cool'::text, 'send'::text, 'arrive'::text, 'half_time'::text, 'last_day'::text, 'expire'::text, 'choose'::text, 'late'::text, 'ship_late'::text, 'ask_receipt'::text, 'assume_receipt'::text, 'settle'::text, 'destroy_key'::text, 'show_step'::text, 'show_late'::text, 'release'::text])))
);

--
-- Name: transfer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.transfer (
    transfer_id uuid NOT NULL,
    kind text NOT NULL,
    debit uuid NOT NULL,
    credit uuid NOT NULL,
    fen bigint NOT NULL,
    pending_id uuid,
    timeout bigint NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT transfer_fen CHECK ((fen > 0)),
    CONSTRAINT transfer_id_real CHECK ((transfer_id <> ALL (ARRAY['00000000-0000-0000-0000-000000000000'::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid]))),
    CONSTRAINT transfer_kind CHECK ((kind = ANY (ARRAY['posted'::text, 'pending'::text, 'post'::text, 'void'::text]))),
    CONSTRAINT transfer_pending CHECK ((((pending_id IS NOT NULL) = (kind = ANY (ARRAY['post'::text, 'void'::text]))) AND (pending_id <> transfer_id))),
    CONSTRAINT transfer_reason CHECK ((reason <> ''::text)),
    CONSTRAINT transfer_timeout CHECK (((timeout = 0) OR ((timeout > 0) AND (kind = 'pending'::text)))),
    CONSTRAINT transfer_two_accounts CHECK ((debit <> credit))
);

--
-- Name: underage; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.underage (
    phone_key bytea NOT NULL,
    until_at timestamp with time zone NOT NULL
);

--
-- Name: variant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.variant (
    sku_id uuid NOT NULL,
    product_id uuid NOT NULL,
    external_id text NOT NULL,
    options jsonb NOT NULL,
    fen bigint NOT NULL,
    "position" integer NOT NULL,
    retired boolean NOT NULL,
    fed_units integer NOT NULL,
    CONSTRAINT variant_fen CHECK ((fen > 0))
);

--
-- Name: wallet; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wallet (
    person_id uuid NOT NULL,
    identity_class integer NOT NULL,
    name_key bytea,
    frozen_at timestamp with time zone,
    frozen_reason text,
    CONSTRAINT wallet_class CHECK (((identity_class >= 0) AND (identity_class <= 3))),
    CONSTRAINT wallet_frozen CHECK (((frozen_at IS NOT NULL) = (frozen_reason IS NOT NULL))),
    CONSTRAINT wallet_named CHECK (((name_key IS NOT NULL) = (identity_class > 0)))
);

--
-- Name: wallet_due; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wallet_due (
    person_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone
);

--
-- Name: wallet_freeze; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wallet_freeze (
    person_id uuid NOT NULL,
    number integer NOT NULL,
    deed text NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT wallet_freeze_deed CHECK ((deed = ANY (ARRAY['freeze'::text, 'unfreeze'::text])))
);

--
-- Name: wallet_payee; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wallet_payee (
    person_id uuid NOT NULL,
    hint text NOT NULL,
    name_key bytea NOT NULL,
    nonce bytea NOT NULL,
    sealed bytea NOT NULL,
    ring_key text NOT NULL,
    wrapped bytea NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    gateway text NOT NULL
);

--
-- Name: wallet_spent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wallet_spent (
    person_id uuid NOT NULL,
    span text NOT NULL,
    since_at timestamp with time zone NOT NULL,
    paid_fen bigint NOT NULL,
    withdrawn_fen bigint NOT NULL,
    CONSTRAINT wallet_spent_fen CHECK (((paid_fen >= 0) AND (withdrawn_fen >= 0))),
    CONSTRAINT wallet_spent_span CHECK ((span = ANY (ARRAY['day'::text, 'year'::text, 'ever'::text])))
)
WITH (fillfactor='50');

--
-- Name: wallet_unclaimed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wallet_unclaimed (
    person_id uuid NOT NULL,
    number integer NOT NULL,
    fen bigint NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT wallet_unclaimed_fen_check CHECK ((fen > 0))
);

--
-- Name: whereabouts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.whereabouts (
    person_id uuid NOT NULL,
    sharing boolean NOT NULL,
    invisible boolean NOT NULL,
    hides_distance boolean NOT NULL,
    seed bytea NOT NULL,
    cell bigint,
    fixed_at timestamp with time zone,
    forget_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT whereabouts_sharing CHECK ((sharing OR (cell IS NULL))),
    CONSTRAINT whereabouts_whole CHECK ((num_nonnulls(cell, fixed_at, forget_at) = ANY (ARRAY[0, 3])))
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.02');

--
-- Name: wish; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.wish (
    person_id uuid NOT NULL,
    product_id uuid NOT NULL,
    wished_at timestamp with time zone NOT NULL
);

--
-- Name: writing; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.writing (
    person_id uuid NOT NULL,
    minute_at timestamp with time zone NOT NULL,
    messages bigint NOT NULL,
    day_at timestamp with time zone NOT NULL,
    greetings bigint NOT NULL
);

--
-- Name: procrastinate_events id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

--
-- Name: procrastinate_jobs id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

--
-- Name: procrastinate_periodic_defers id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

--
-- Name: acceptance acceptance_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acceptance
    ADD CONSTRAINT acceptance_pkey PRIMARY KEY (gift_id);

--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

--
-- Name: address_key address_key_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address_key
    ADD CONSTRAINT address_key_pkey PRIMARY KEY (gift_id);

--
-- Name: address address_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address
    ADD CONSTRAINT address_pkey PRIMARY KEY (gift_id);

--
-- Name: address_read address_read_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address_read
    ADD CONSTRAINT address_read_pkey PRIMARY KEY (gift_id, read_id);

--
-- Name: application application_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.application
    ADD CONSTRAINT application_pkey PRIMARY KEY (person_id, application_id);

--
-- Name: application_step application_step_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.application_step
    ADD CONSTRAINT application_step_pkey PRIMARY KEY (application_id, number);

--
-- Name: ask ask_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ask
    ADD CONSTRAINT ask_pkey PRIMARY KEY (gift_id, payer_id);

--
-- Name: asked asked_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asked
    ADD CONSTRAINT asked_pkey PRIMARY KEY (person_id, ask_id);

--
-- Name: asking asking_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.asking
    ADD CONSTRAINT asking_pkey PRIMARY KEY (person_id, payer_id, gift_id);

--
-- Name: attempt_number attempt_number_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt_number
    ADD CONSTRAINT attempt_number_pkey PRIMARY KEY (attempt_id);

--
-- Name: attempt attempt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (charge_id, attempt_id);

--
-- Name: bill_book bill_book_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_book
    ADD CONSTRAINT bill_book_pkey PRIMARY KEY (gateway);

--
-- Name: bill_break bill_break_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_break
    ADD CONSTRAINT bill_break_pkey PRIMARY KEY (break_id);

--
-- Name: bill_break_step bill_break_step_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_break_step
    ADD CONSTRAINT bill_break_step_pkey PRIMARY KEY (break_id, step);

--
-- Name: bill_day bill_day_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_day
    ADD CONSTRAINT bill_day_pkey PRIMARY KEY (gateway, day);

--
-- Name: bill_line bill_line_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_line
    ADD CONSTRAINT bill_line_pkey PRIMARY KEY (gateway, day, revision, "position");

--
-- Name: bill_move bill_move_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bill_move
    ADD CONSTRAINT bill_move_pkey PRIMARY KEY (transfer_id);

--
-- Name: block block_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.block
    ADD CONSTRAINT block_pkey PRIMARY KEY (person_id, other_id);

--
-- Name: blocked_by blocked_by_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.blocked_by
    ADD CONSTRAINT blocked_by_pkey PRIMARY KEY (person_id, other_id);

--
-- Name: campaign_group campaign_group_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_group
    ADD CONSTRAINT campaign_group_once UNIQUE (campaign_id, conversation_id);

--
-- Name: campaign_group campaign_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_group
    ADD CONSTRAINT campaign_group_pkey PRIMARY KEY (campaign_id, place);

--
-- Name: campaign_move campaign_move_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_move
    ADD CONSTRAINT campaign_move_pkey PRIMARY KEY (campaign_id, number);

--
-- Name: campaign campaign_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign
    ADD CONSTRAINT campaign_pkey PRIMARY KEY (campaign_id);

--
-- Name: carrier_callback carrier_callback_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.carrier_callback
    ADD CONSTRAINT carrier_callback_pkey PRIMARY KEY (callback_id);

--
-- Name: certificate certificate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_pkey PRIMARY KEY (person_id, application_id, certificate_id);

--
-- Name: charge charge_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.charge
    ADD CONSTRAINT charge_pkey PRIMARY KEY (charge_id);

--
-- Name: chat_door chat_door_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_door
    ADD CONSTRAINT chat_door_pkey PRIMARY KEY (person_id);

--
-- Name: chat_group chat_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_group
    ADD CONSTRAINT chat_group_pkey PRIMARY KEY (conversation_id);

--
-- Name: check_in check_in_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.check_in
    ADD CONSTRAINT check_in_pkey PRIMARY KEY (person_id, day);

--
-- Name: co_payer co_payer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.co_payer
    ADD CONSTRAINT co_payer_pkey PRIMARY KEY (person_id, gift_id);

--
-- Name: conversation conversation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.conversation
    ADD CONSTRAINT conversation_pkey PRIMARY KEY (conversation_id);

--
-- Name: deed_count deed_count_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.deed_count
    ADD CONSTRAINT deed_count_pkey PRIMARY KEY (person_id, deed);

--
-- Name: device device_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (person_id, device_id);

--
-- Name: document document_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (document_id);

--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (account_id, created_at, transfer_id);

--
-- Name: envelope_brake envelope_brake_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_brake
    ADD CONSTRAINT envelope_brake_pkey PRIMARY KEY (conversation_id, brake_id);

--
-- Name: envelope_of envelope_of_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_of
    ADD CONSTRAINT envelope_of_pkey PRIMARY KEY (person_id, side, happened_at, envelope_id);

--
-- Name: envelope envelope_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_pkey PRIMARY KEY (envelope_id);

--
-- Name: envelope_secret envelope_secret_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_secret
    ADD CONSTRAINT envelope_secret_pkey PRIMARY KEY (envelope_id);

--
-- Name: envelope_state envelope_state_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_state
    ADD CONSTRAINT envelope_state_pkey PRIMARY KEY (envelope_id);

--
-- Name: envelope_try envelope_try_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_try
    ADD CONSTRAINT envelope_try_pkey PRIMARY KEY (envelope_id, person_id);

--
-- Name: event_counter event_counter_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_counter
    ADD CONSTRAINT event_counter_pkey PRIMARY KEY (person_id);

--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (person_id, event_id);

--
-- Name: event_push event_push_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_push
    ADD CONSTRAINT event_push_pkey PRIMARY KEY (person_id, kind, ref);

--
-- Name: export export_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.export
    ADD CONSTRAINT export_pkey PRIMARY KEY (person_id, export_id);

--
-- Name: feed_error feed_error_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feed_error
    ADD CONSTRAINT feed_error_pkey PRIMARY KEY (import_id, number, attribute, code);

--
-- Name: feed_import feed_import_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feed_import
    ADD CONSTRAINT feed_import_pkey PRIMARY KEY (merchant_id, import_id);

--
-- Name: feed_map feed_map_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feed_map
    ADD CONSTRAINT feed_map_pkey PRIMARY KEY (merchant_id);

--
-- Name: feed_row feed_row_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.feed_row
    ADD CONSTRAINT feed_row_pkey PRIMARY KEY (import_id, number);

--
-- Name: follower follower_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.follower
    ADD CONSTRAINT follower_pkey PRIMARY KEY (person_id, other_id);

--
-- Name: following following_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.following
    ADD CONSTRAINT following_pkey PRIMARY KEY (person_id, other_id);

--
-- Name: gateway_notification gateway_notification_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gateway_notification
    ADD CONSTRAINT gateway_notification_pkey PRIMARY KEY (notification_id);

--
-- Name: gift_door gift_door_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gift_door
    ADD CONSTRAINT gift_door_pkey PRIMARY KEY (person_id);

--
-- Name: gift_move gift_move_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gift_move
    ADD CONSTRAINT gift_move_pkey PRIMARY KEY (gift_id, number);

--
-- Name: gift gift_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gift
    ADD CONSTRAINT gift_pkey PRIMARY KEY (gift_id);

--
-- Name: given given_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.given
    ADD CONSTRAINT given_pkey PRIMARY KEY (person_id, gift_id);

--
-- Name: group_place group_place_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.group_place
    ADD CONSTRAINT group_place_pkey PRIMARY KEY (region, conversation_id);

--
-- Name: hidden_shop hidden_shop_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.hidden_shop
    ADD CONSTRAINT hidden_shop_pkey PRIMARY KEY (person_id, merchant_id);

--
-- Name: identity_check identity_check_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity_check
    ADD CONSTRAINT identity_check_pkey PRIMARY KEY (person_id, check_id);

--
-- Name: identity_owner identity_owner_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.identity_owner
    ADD CONSTRAINT identity_owner_pkey PRIMARY KEY (identity_key);

--
-- Name: inbox inbox_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (person_id, conversation_id);

--
-- Name: invite_code invite_code_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite_code
    ADD CONSTRAINT invite_code_pkey PRIMARY KEY (code);

--
-- Name: invite invite_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invite
    ADD CONSTRAINT invite_pkey PRIMARY KEY (person_id);

--
-- Name: invited invited_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invited
    ADD CONSTRAINT invited_pkey PRIMARY KEY (person_id);

--
-- Name: join_request join_request_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.join_request
    ADD CONSTRAINT join_request_pkey PRIMARY KEY (conversation_id, person_id);

--
-- Name: licence licence_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.licence
    ADD CONSTRAINT licence_pkey PRIMARY KEY (licence_no);

--
-- Name: live live_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.live
    ADD CONSTRAINT live_pkey PRIMARY KEY (person_id, server_id);

--
-- Name: member member_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (conversation_id, person_id);

--
-- Name: merchant merchant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT merchant_pkey PRIMARY KEY (merchant_id);

--
-- Name: merchant_staff merchant_staff_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merchant_staff
    ADD CONSTRAINT merchant_staff_pkey PRIMARY KEY (merchant_id, person_id);

--
-- Name: merchant_step merchant_step_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merchant_step
    ADD CONSTRAINT merchant_step_pkey PRIMARY KEY (merchant_id, number);

--
-- Name: message message_latest; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_latest UNIQUE (conversation_id, revision);

--
-- Name: message message_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_once UNIQUE (conversation_id, message_id);

--
-- Name: message message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (conversation_id, seq);

--
-- Name: met met_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.met
    ADD CONSTRAINT met_pkey PRIMARY KEY (person_id, other_id);

--
-- Name: nickname nickname_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nickname
    ADD CONSTRAINT nickname_pkey PRIMARY KEY (person_id);

--
-- Name: offer_use offer_use_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.offer_use
    ADD CONSTRAINT offer_use_pkey PRIMARY KEY (person_id, offer_id, kind);

--
-- Name: operator_challenge operator_challenge_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_challenge
    ADD CONSTRAINT operator_challenge_pkey PRIMARY KEY (challenge_hash);

--
-- Name: operator_invitation operator_invitation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_invitation
    ADD CONSTRAINT operator_invitation_pkey PRIMARY KEY (operator_id);

--
-- Name: operator_invitation operator_invitation_token; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_invitation
    ADD CONSTRAINT operator_invitation_token UNIQUE (token_hash);

--
-- Name: operator_log operator_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_log
    ADD CONSTRAINT operator_log_pkey PRIMARY KEY (entry);

--
-- Name: operator operator_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_name UNIQUE (name);

--
-- Name: operator_passkey operator_passkey_credential; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_passkey
    ADD CONSTRAINT operator_passkey_credential UNIQUE (credential_id);

--
-- Name: operator_passkey operator_passkey_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_passkey
    ADD CONSTRAINT operator_passkey_pkey PRIMARY KEY (operator_id);

--
-- Name: operator operator_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (operator_id);

--
-- Name: operator_session operator_session_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_session
    ADD CONSTRAINT operator_session_id UNIQUE (session_id);

--
-- Name: operator_session operator_session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.operator_session
    ADD CONSTRAINT operator_session_pkey PRIMARY KEY (token_hash);

--
-- Name: order_gift order_gift_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.order_gift
    ADD CONSTRAINT order_gift_pkey PRIMARY KEY (order_id);

--
-- Name: order_move order_move_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.order_move
    ADD CONSTRAINT order_move_pkey PRIMARY KEY (order_id, number);

--
-- Name: outbox_message outbox_message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_pkey PRIMARY KEY (message_id);

--
-- Name: part part_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.part
    ADD CONSTRAINT part_pkey PRIMARY KEY (gift_id, charge_id);

--
-- Name: passkey_challenge passkey_challenge_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey_challenge
    ADD CONSTRAINT passkey_challenge_pkey PRIMARY KEY (challenge_hash);

--
-- Name: passkey_owner passkey_owner_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey_owner
    ADD CONSTRAINT passkey_owner_pkey PRIMARY KEY (credential_id);

--
-- Name: passkey passkey_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_pkey PRIMARY KEY (person_id, passkey_id);

--
-- Name: pay_link pay_link_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pay_link
    ADD CONSTRAINT pay_link_pkey PRIMARY KEY (gift_id);

--
-- Name: pay_link_token pay_link_token_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pay_link_token
    ADD CONSTRAINT pay_link_token_pkey PRIMARY KEY (token_hash);

--
-- Name: payer_refund payer_refund_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payer_refund
    ADD CONSTRAINT payer_refund_pkey PRIMARY KEY (person_id, charge_id, refund_id);

--
-- Name: payout_account payout_account_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payout_account
    ADD CONSTRAINT payout_account_pkey PRIMARY KEY (merchant_id);

--
-- Name: payout payout_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payout
    ADD CONSTRAINT payout_pkey PRIMARY KEY (owner_id, payout_id);

--
-- Name: pending_due pending_due_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pending_due
    ADD CONSTRAINT pending_due_pkey PRIMARY KEY (transfer_id);

--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (person_id);

--
-- Name: phone phone_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.phone
    ADD CONSTRAINT phone_pkey PRIMARY KEY (phone_key);

--
-- Name: photo photo_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_once UNIQUE (person_id, picture_id);

--
-- Name: photo photo_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.photo
    ADD CONSTRAINT photo_pkey PRIMARY KEY (person_id, "position");

--
-- Name: picture picture_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.picture
    ADD CONSTRAINT picture_pkey PRIMARY KEY (picture_id);

--
-- Name: picture_use picture_use_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.picture_use
    ADD CONSTRAINT picture_use_pkey PRIMARY KEY (picture_id, kind, ref_id);

--
-- Name: placement_filtered placement_filtered_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.placement_filtered
    ADD CONSTRAINT placement_filtered_pkey PRIMARY KEY (placement_id, kind, reason);

--
-- Name: placement_hour placement_hour_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.placement_hour
    ADD CONSTRAINT placement_hour_pkey PRIMARY KEY (placement_id, hour_at, ring_km);

--
-- Name: placement placement_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.placement
    ADD CONSTRAINT placement_pkey PRIMARY KEY (placement_id);

--
-- Name: placement_state placement_state_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.placement_state
    ADD CONSTRAINT placement_state_pkey PRIMARY KEY (placement_id);

--
-- Name: procrastinate_events procrastinate_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

--
-- Name: procrastinate_jobs procrastinate_jobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_unique; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

--
-- Name: procrastinate_workers procrastinate_workers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

--
-- Name: product product_merchant_id_external_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_merchant_id_external_id_key UNIQUE (merchant_id, external_id);

--
-- Name: product_picture product_picture_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_pkey PRIMARY KEY (product_id, source);

--
-- Name: product product_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (product_id);

--
-- Name: product_review product_review_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_review
    ADD CONSTRAINT product_review_pkey PRIMARY KEY (product_id, number);

--
-- Name: profile profile_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.profile
    ADD CONSTRAINT profile_pkey PRIMARY KEY (person_id);

--
-- Name: programme programme_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.programme
    ADD CONSTRAINT programme_pkey PRIMARY KEY (programme_id);

--
-- Name: push_choice push_choice_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_choice
    ADD CONSTRAINT push_choice_pkey PRIMARY KEY (person_id);

--
-- Name: push_due push_due_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_due
    ADD CONSTRAINT push_due_pkey PRIMARY KEY (conversation_id);

--
-- Name: push_held push_held_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_held
    ADD CONSTRAINT push_held_pkey PRIMARY KEY (person_id, kind, ref);

--
-- Name: push_post push_post_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_post
    ADD CONSTRAINT push_post_pkey PRIMARY KEY (person_id, device_id, kind, ref);

--
-- Name: push_subscription push_subscription_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT push_subscription_pkey PRIMARY KEY (person_id, device_id);

--
-- Name: received received_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.received
    ADD CONSTRAINT received_pkey PRIMARY KEY (person_id, gift_id);

--
-- Name: refund refund_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_pkey PRIMARY KEY (charge_id, refund_id);

--
-- Name: report report_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (report_id);

--
-- Name: resolution resolution_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.resolution
    ADD CONSTRAINT resolution_pkey PRIMARY KEY (transfer_id);

--
-- Name: reward reward_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reward
    ADD CONSTRAINT reward_pkey PRIMARY KEY (programme_id, number_key);

--
-- Name: saved_address_key saved_address_key_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_address_key
    ADD CONSTRAINT saved_address_key_pkey PRIMARY KEY (person_id);

--
-- Name: saved_address saved_address_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_address
    ADD CONSTRAINT saved_address_pkey PRIMARY KEY (person_id, address_id);

--
-- Name: schema_migrations schema_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);

--
-- Name: share share_device; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_device UNIQUE (envelope_id, device_id);

--
-- Name: share share_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.share
    ADD CONSTRAINT share_pkey PRIMARY KEY (envelope_id, person_id);

--
-- Name: shipment_event shipment_event_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shipment_event
    ADD CONSTRAINT shipment_event_pkey PRIMARY KEY (tracking_no, carrier, happened_at, status);

--
-- Name: shipment shipment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shipment
    ADD CONSTRAINT shipment_pkey PRIMARY KEY (tracking_no, carrier);

--
-- Name: shop_block shop_block_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shop_block
    ADD CONSTRAINT shop_block_pkey PRIMARY KEY (person_id, merchant_id);

--
-- Name: shop_order shop_order_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shop_order
    ADD CONSTRAINT shop_order_pkey PRIMARY KEY (order_id);

--
-- Name: sight sight_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sight
    ADD CONSTRAINT sight_pkey PRIMARY KEY (person_id, placement_id);

--
-- Name: sign_in_code sign_in_code_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_code
    ADD CONSTRAINT sign_in_code_pkey PRIMARY KEY (phone_key);

--
-- Name: sms sms_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sms
    ADD CONSTRAINT sms_pkey PRIMARY KEY (message_id);

--
-- Name: spending spending_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spending
    ADD CONSTRAINT spending_pkey PRIMARY KEY (person_id, charge_id);

--
-- Name: spot spot_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.spot
    ADD CONSTRAINT spot_pkey PRIMARY KEY (region, person_id);

--
-- Name: staff_merchant staff_merchant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff_merchant
    ADD CONSTRAINT staff_merchant_pkey PRIMARY KEY (person_id, merchant_id);

--
-- Name: stock_hold stock_hold_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stock_hold
    ADD CONSTRAINT stock_hold_pkey PRIMARY KEY (sku_id, holder);

--
-- Name: stock stock_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stock
    ADD CONSTRAINT stock_pkey PRIMARY KEY (sku_id);

--
-- Name: store store_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.store
    ADD CONSTRAINT store_pkey PRIMARY KEY (merchant_id);

--
-- Name: thanks thanks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.thanks
    ADD CONSTRAINT thanks_pkey PRIMARY KEY (gift_id);

--
-- Name: timer timer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_pkey PRIMARY KEY (gift_id, kind);

--
-- Name: transfer transfer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT transfer_pkey PRIMARY KEY (transfer_id);

--
-- Name: underage underage_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.underage
    ADD CONSTRAINT underage_pkey PRIMARY KEY (phone_key);

--
-- Name: variant variant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT variant_pkey PRIMARY KEY (sku_id);

--
-- Name: variant variant_product_id_external_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT variant_product_id_external_id_key UNIQUE (product_id, external_id);

--
-- Name: wallet_due wallet_due_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wallet_due
    ADD CONSTRAINT wallet_due_pkey PRIMARY KEY (person_id);

--
-- Name: wallet_freeze wallet_freeze_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wallet_freeze
    ADD CONSTRAINT wallet_freeze_pkey PRIMARY KEY (person_id, number);

--
-- Name: wallet_payee wallet_payee_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wallet_payee
    ADD CONSTRAINT wallet_payee_pkey PRIMARY KEY (person_id);

--
-- Name: wallet wallet_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wallet
    ADD CONSTRAINT wallet_pkey PRIMARY KEY (person_id);

--
-- Name: wallet_spent wallet_spent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wallet_spent
    ADD CONSTRAINT wallet_spent_pkey PRIMARY KEY (person_id, span);

--
-- Name: wallet_unclaimed wallet_unclaimed_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wallet_unclaimed
    ADD CONSTRAINT wallet_unclaimed_pkey PRIMARY KEY (person_id, number);

--
-- Name: whereabouts whereabouts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.whereabouts
    ADD CONSTRAINT whereabouts_pkey PRIMARY KEY (person_id);

--
-- Name: wish wish_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.wish
    ADD CONSTRAINT wish_pkey PRIMARY KEY (person_id, product_id);

--
-- Name: writing writing_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.writing
    ADD CONSTRAINT writing_pkey PRIMARY KEY (person_id);

--
-- Name: address_key_ring_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX address_key_ring_key ON public.address_key USING btree (ring_key) WHERE (wrapped IS NOT NULL);

--
-- Name: application_by_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX application_by_id ON public.application USING btree (application_id);

--
-- Name: application_of_shop; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX application_of_shop ON public.application USING btree (merchant_id) WHERE (state = 'approved'::text);

--
-- Name: application_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX application_open ON public.application USING btree (person_id) WHERE (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'in_review'::text, 'more_wanted'::text]));

--
-- Name: application_queue; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX application_queue ON public.application USING btree (submitted_at, application_id) WHERE (state = ANY (ARRAY['submitted'::text, 'in_review'::text]));

--
-- Name: asked_list; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX asked_list ON public.asked USING btree (person_id, asked_at, ask_id);

--
-- Name: asking_recent; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX asking_recent ON public.asking USING btree (person_id, asked_at);

--
-- Name: attempt_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_due_at ON public.attempt USING btree (due_at) WHERE (due_at IS NOT NULL);

--
-- Name: attempt_flawed_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_flawed_at ON public.attempt USING btree (ended_at) WHERE (flaw IS NOT NULL);

--
-- Name: attempt_paid; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_paid ON public.attempt USING btree (gateway, paid_at) WHERE (paid_at IS NOT NULL);

--
-- Name: bill_break_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_break_day ON public.bill_break USING btree (gateway, day, break_id);

--
-- Name: bill_break_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_break_number ON public.bill_break USING btree (gateway, item, number);

--
-- Name: bill_break_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_break_open ON public.bill_break USING btree (gateway, opened_at, break_id) WHERE (state = 'open'::text);

--
-- Name: bill_break_theirs; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_break_theirs ON public.bill_break USING btree (gateway, theirs_day) WHERE (theirs_day IS NOT NULL);

--
-- Name: bill_day_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_day_due_at ON public.bill_day USING btree (due_at) WHERE (due_at IS NOT NULL);

--
-- Name: bill_line_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_line_number ON public.bill_line USING btree (gateway, item, number);

--
-- Name: bill_move_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bill_move_day ON public.bill_move USING btree (gateway, day);

--
-- Name: block_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX block_newest ON public.block USING btree (person_id, since_at, other_id);

--
-- Name: campaign_group_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX campaign_group_waiting ON public.campaign_group USING btree (campaign_id, place) WHERE (prepared_at IS NULL);

--
-- Name: campaign_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX campaign_newest ON public.campaign USING btree (made_at, campaign_id);

--
-- Name: campaign_next; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX campaign_next ON public.campaign USING btree (due_at, campaign_id) WHERE (due_at IS NOT NULL);

--
-- Name: carrier_callback_old; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX carrier_callback_old ON public.carrier_callback USING btree (received_at) WHERE (applied_at IS NOT NULL);

--
-- Name: carrier_callback_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX carrier_callback_waiting ON public.carrier_callback USING btree (received_at) WHERE (applied_at IS NULL);

--
-- Name: charge_payer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX charge_payer ON public.charge USING btree (payer_id, opened_at, charge_id);

--
-- Name: co_payer_diary; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX co_payer_diary ON public.co_payer USING btree (person_id, paid_at, gift_id);

--
-- Name: deed_count_old; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX deed_count_old ON public.deed_count USING btree (since_at);

--
-- Name: device_created; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX device_created ON public.device USING btree (created_at);

--
-- Name: device_seen; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX device_seen ON public.device USING btree (seen_at);

--
-- Name: document_until; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX document_until ON public.document USING btree (until_at) WHERE (until_at IS NOT NULL);

--
-- Name: envelope_brake_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX envelope_brake_newest ON public.envelope_brake USING btree (pulled_at, brake_id);

--
-- Name: envelope_from; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX envelope_from ON public.envelope USING btree (source_id, envelope_id) WHERE (source_id IS NOT NULL);

--
-- Name: envelope_in; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX envelope_in ON public.envelope USING btree (conversation_id, sent_at);

--
-- Name: envelope_sent; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX envelope_sent ON public.envelope USING btree (sender_id, sent_at, envelope_id);

--
-- Name: envelope_state_next; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX envelope_state_next ON public.envelope_state USING btree (due_at, envelope_id) WHERE (due_at IS NOT NULL);

--
-- Name: envelope_to; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX envelope_to ON public.envelope USING btree (sender_id, to_id, sent_at) WHERE (to_id IS NOT NULL);

--
-- Name: event_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_age ON public.event USING btree (happened_at);

--
-- Name: event_push_next; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_push_next ON public.event_push USING btree (happened_at);

--
-- Name: export_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX export_newest ON public.export USING btree (person_id, wanted_at, export_id);

--
-- Name: export_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX export_over ON public.export USING btree (until_at) WHERE (state = 'ready'::text);

--
-- Name: export_silent; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX export_silent ON public.export USING btree (touched_at) WHERE (state = ANY (ARRAY['queued'::text, 'working'::text]));

--
-- Name: feed_import_unfinished; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX feed_import_unfinished ON public.feed_import USING btree (started_at) WHERE (finished_at IS NULL);

--
-- Name: feed_row_of_product; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX feed_row_of_product ON public.feed_row USING btree (import_id, product_key, number);

--
-- Name: feed_row_of_variant; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX feed_row_of_variant ON public.feed_row USING btree (import_id, variant_key, number);

--
-- Name: follower_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX follower_newest ON public.follower USING btree (person_id, since_at, other_id);

--
-- Name: following_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX following_newest ON public.following USING btree (person_id, since_at, other_id);

--
-- Name: gateway_notification_received; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX gateway_notification_received ON public.gateway_notification USING btree (received_at);

--
-- Name: gateway_notification_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX gateway_notification_waiting ON public.gateway_notification USING btree (received_at) WHERE (state = 'waiting'::text);

--
-- Name: given_diary; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX given_diary ON public.given USING btree (person_id, given_at, gift_id);

--
-- Name: identity_check_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX identity_check_due_at ON public.identity_check USING btree (due_at) WHERE (due_at IS NOT NULL);

--
-- Name: identity_check_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX identity_check_newest ON public.identity_check USING btree (person_id, wanted_at, check_id);

--
-- Name: identity_check_ring_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX identity_check_ring_key ON public.identity_check USING btree (ring_key) WHERE (ring_key IS NOT NULL);

--
-- Name: idx_procrastinate_jobs_worker_not_null; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

--
-- Name: idx_procrastinate_workers_last_heartbeat; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

--
-- Name: inbox_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX inbox_newest ON public.inbox USING btree (person_id, kind, box, active_at, conversation_id);

--
-- Name: invited_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invited_by ON public.invited USING btree (inviter_id, joined_at, person_id);

--
-- Name: invited_old; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invited_old ON public.invited USING btree (joined_at) WHERE (stayed_at IS NULL);

--
-- Name: join_request_mine; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX join_request_mine ON public.join_request USING btree (person_id);

--
-- Name: join_request_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX join_request_over ON public.join_request USING btree (refused_at) WHERE (refused_at IS NOT NULL);

--
-- Name: join_request_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX join_request_waiting ON public.join_request USING btree (conversation_id, asked_at, person_id) WHERE (refused_at IS NULL);

--
-- Name: live_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX live_over ON public.live USING btree (until);

--
-- Name: member_owner; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX member_owner ON public.member USING btree (conversation_id) WHERE (role = 'owner'::text);

--
-- Name: merchant_certified; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX merchant_certified ON public.merchant USING btree (certified_until) WHERE (certified_until IS NOT NULL);

--
-- Name: nickname_cuts; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX nickname_cuts ON public.nickname USING gin (cuts) WHERE findable;

--
-- Name: offer_use_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX offer_use_age ON public.offer_use USING btree (used_at);

--
-- Name: operator_log_about; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX operator_log_about ON public.operator_log USING btree (about, entry);

--
-- Name: operator_session_operator; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX operator_session_operator ON public.operator_session USING btree (operator_id);

--
-- Name: outbox_message_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outbox_message_newest ON public.outbox_message USING btree (sent_at, message_id);

--
-- Name: passkey_challenge_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX passkey_challenge_over ON public.passkey_challenge USING btree (valid_until);

--
-- Name: payer_refund_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payer_refund_newest ON public.payer_refund USING btree (person_id, wanted_at, refund_id);

--
-- Name: payout_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_due_at ON public.payout USING btree (due_at) WHERE (due_at IS NOT NULL);

--
-- Name: payout_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_newest ON public.payout USING btree (owner_id, wanted_at, payout_id);

--
-- Name: payout_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_number ON public.payout USING btree (number);

--
-- Name: payout_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_open ON public.payout USING btree (wanted_at) WHERE (state = ANY (ARRAY['wanted'::text, 'unknown'::text, 'dealing'::text, 'confirm'::text]));

--
-- Name: payout_paid; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_paid ON public.payout USING btree (gateway, paid_at) WHERE (paid_at IS NOT NULL);

--
-- Name: payout_returned; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_returned ON public.payout USING btree (gateway, ended_at) WHERE (state = 'returned'::text);

--
-- Name: payout_ring_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_ring_key ON public.payout USING btree (ring_key) WHERE (ring_key IS NOT NULL);

--
-- Name: payout_unnumbered; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX payout_unnumbered ON public.payout USING btree (owner_id, payout_id) WHERE (number IS NULL);

--
-- Name: pending_due_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pending_due_by_time ON public.pending_due USING btree (due_at);

--
-- Name: person_leaving; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX person_leaving ON public.person USING btree (left_at) WHERE ((left_at IS NOT NULL) AND (forgotten_at IS NULL));

--
-- Name: picture_to_look_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX picture_to_look_at ON public.picture USING btree (look_at) WHERE (look_at IS NOT NULL);

--
-- Name: picture_use_by_ref; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX picture_use_by_ref ON public.picture_use USING btree (ref_id, kind);

--
-- Name: placement_of_payer; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX placement_of_payer ON public.placement USING btree (payer_id);

--
-- Name: placement_of_shop; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX placement_of_shop ON public.placement USING btree (merchant_id, asked_at, placement_id);

--
-- Name: placement_state_moved; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX placement_state_moved ON public.placement_state USING btree (moved_at);

--
-- Name: placement_state_next; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX placement_state_next ON public.placement_state USING btree (due_at, placement_id) WHERE (due_at IS NOT NULL);

--
-- Name: placement_state_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX placement_state_waiting ON public.placement_state USING btree (moved_at, placement_id) WHERE (state = 'in_review'::text);

--
-- Name: procrastinate_events_job_id_fkey_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

--
-- Name: procrastinate_jobs_id_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

--
-- Name: procrastinate_jobs_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

--
-- Name: procrastinate_jobs_priority_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

--
-- Name: procrastinate_jobs_queue_name_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

--
-- Name: procrastinate_jobs_queueing_lock_idx_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

--
-- Name: procrastinate_periodic_defers_job_id_fkey_v1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

--
-- Name: product_cheapest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_cheapest ON public.product USING btree (lowest_fen, product_id) WHERE (state = 'listed'::text);

--
-- Name: product_cheapest_of_category; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_cheapest_of_category ON public.product USING btree (category, lowest_fen, product_id) WHERE (state = 'listed'::text);

--
-- Name: product_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_newest ON public.product USING btree (listed_at DESC, product_id DESC) WHERE (state = 'listed'::text);

--
-- Name: product_newest_of_category; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_newest_of_category ON public.product USING btree (category, listed_at DESC, product_id DESC) WHERE (state = 'listed'::text);

--
-- Name: product_picture_wanted; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_picture_wanted ON public.product_picture USING btree (try_at) WHERE (state = 'wanted'::text);

--
-- Name: product_to_review; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_to_review ON public.product USING btree (changed_at, product_id) WHERE (state = 'in_review'::text);

--
-- Name: product_words; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX product_words ON public.product USING gin (words) WHERE (state = 'listed'::text);

--
-- Name: programme_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX programme_due ON public.programme USING btree (ends_at, programme_id) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));

--
-- Name: programme_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX programme_newest ON public.programme USING btree (made_at, programme_id);

--
-- Name: programme_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX programme_open ON public.programme USING btree (kind) WHERE (state = ANY (ARRAY['running'::text, 'paused'::text]));

--
-- Name: push_due_next; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX push_due_next ON public.push_due USING btree (due_at, conversation_id);

--
-- Name: push_held_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX push_held_due ON public.push_held USING btree (due_at);

--
-- Name: push_post_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX push_post_due ON public.push_post USING btree (due_at);

--
-- Name: push_subscription_endpoint; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX push_subscription_endpoint ON public.push_subscription USING btree (endpoint_key);

--
-- Name: received_diary; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX received_diary ON public.received USING btree (person_id, offered_at, gift_id);

--
-- Name: refund_done; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refund_done ON public.refund USING btree (refunded_at) WHERE (refunded_at IS NOT NULL);

--
-- Name: refund_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refund_due_at ON public.refund USING btree (due_at) WHERE (due_at IS NOT NULL);

--
-- Name: refund_held; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refund_held ON public.refund USING btree (wanted_at) WHERE (state <> 'refunded'::text);

--
-- Name: refund_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX refund_number ON public.refund USING btree (refund_id);

--
-- Name: report_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX report_open ON public.report USING btree (reported_at, report_id) WHERE (closed_at IS NULL);

--
-- Name: report_reporter; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX report_reporter ON public.report USING btree (reporter_id, reported_at, report_id);

--
-- Name: reward_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reward_by_time ON public.reward USING btree (programme_id, paid_at);

--
-- Name: reward_mine; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reward_mine ON public.reward USING btree (person_id, paid_at, reward_id);

--
-- Name: saved_address_default; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX saved_address_default ON public.saved_address USING btree (person_id) WHERE is_default;

--
-- Name: saved_address_key_ring_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX saved_address_key_ring_key ON public.saved_address_key USING btree (ring_key);

--
-- Name: session_created; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_created ON public.session USING btree (created_at);

--
-- Name: session_seen; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX session_seen ON public.session USING btree (seen_at);

--
-- Name: shipment_event_words; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shipment_event_words ON public.shipment_event USING btree (happened_at) WHERE (note <> ''::text);

--
-- Name: shipment_to_ask; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shipment_to_ask ON public.shipment USING btree (ask_at) WHERE (ask_at IS NOT NULL);

--
-- Name: shop_order_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shop_order_newest ON public.shop_order USING btree (merchant_id, placed_at, order_id);

--
-- Name: shop_order_queue; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shop_order_queue ON public.shop_order USING btree (merchant_id, state, ship_by, order_id);

--
-- Name: shop_order_settled; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shop_order_settled ON public.shop_order USING btree (merchant_id, settled_at, order_id) WHERE (settled_at IS NOT NULL);

--
-- Name: shop_order_unsettled; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shop_order_unsettled ON public.shop_order USING btree (merchant_id) INCLUDE (fen) WHERE ((settled_at IS NULL) AND (state = ANY (ARRAY['to_ship'::text, 'shipped'::text, 'in_delivery'::text, 'received'::text])));

--
-- Name: sight_of_placement; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sight_of_placement ON public.sight USING btree (placement_id);

--
-- Name: sign_in_code_old; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sign_in_code_old ON public.sign_in_code USING btree (valid_until);

--
-- Name: sms_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sms_over ON public.sms USING btree (valid_until);

--
-- Name: spending_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX spending_by_time ON public.spending USING btree (person_id, spent_at);

--
-- Name: spot_far; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX spot_far ON public.spot USING btree (area, active_at, person_id, birthday, gender) INCLUDE (hides_distance);

--
-- Name: spot_near; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX spot_near ON public.spot USING btree (cell, active_at, person_id, birthday, gender) INCLUDE (hides_distance);

--
-- Name: stock_hold_running_out; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX stock_hold_running_out ON public.stock_hold USING btree (reserved_until) WHERE (state = 'reserved'::text);

--
-- Name: timer_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX timer_due ON public.timer USING btree (due_at, gift_id, kind);

--
-- Name: underage_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX underage_over ON public.underage USING btree (until_at);

--
-- Name: variant_of_product; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX variant_of_product ON public.variant USING btree (product_id, "position");

--
-- Name: variant_price; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX variant_price ON public.variant USING btree (fen, product_id) WHERE (NOT retired);

--
-- Name: wallet_due_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX wallet_due_at ON public.wallet_due USING btree (due_at);

--
-- Name: wallet_payee_ring_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX wallet_payee_ring_key ON public.wallet_payee USING btree (ring_key);

--
-- Name: whereabouts_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX whereabouts_due ON public.whereabouts USING btree (forget_at) WHERE (forget_at IS NOT NULL);

--
-- Name: wish_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX wish_newest ON public.wish USING btree (person_id, wished_at, product_id);

--
-- Name: writing_over; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX writing_over ON public.writing USING btree (day_at);

--
-- Name: account account_is_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER account_is_kept BEFORE DELETE OR TRUNCATE ON public.account FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_rewrite_the_ledger();

--
-- Name: address_read address_read_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER address_read_kept BEFORE DELETE OR UPDATE ON public.address_read FOR EACH ROW EXECUTE FUNCTION public.gift_history_is_kept();

--
-- Name: entry entry_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_rewrite_the_ledger();

--
-- Name: gift_move gift_move_kept; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER gift_move_kept BEFORE DELETE OR UPDATE ON public.gift_move FOR EACH ROW EXECUTE FUNCTION public.gift_history_is_kept();

--
-- Name: operator_log operator_log_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER operator_log_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.operator_log FOR EACH STATEMENT EXECUTE FUNCTION public.operators_log_is_kept();

--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_aborted_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_inserted_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

--
-- Name: procrastinate_jobs procrastinate_trigger_abort_requested_events_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

--
-- Name: procrastinate_jobs procrastinate_trigger_delete_jobs_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

--
-- Name: procrastinate_jobs procrastinate_trigger_scheduled_events_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_insert_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_update_v1; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

--
-- Name: resolution resolution_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER resolution_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.resolution FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_rewrite_the_ledger();

--
-- Name: transfer transfer_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER transfer_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfer FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_rewrite_the_ledger();

--
-- Name: acceptance acceptance_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acceptance
    ADD CONSTRAINT acceptance_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: address address_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address
    ADD CONSTRAINT address_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: address_key address_key_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address_key
    ADD CONSTRAINT address_key_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: address_read address_read_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.address_read
    ADD CONSTRAINT address_read_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: ask ask_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ask
    ADD CONSTRAINT ask_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: attempt attempt_charge_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attempt
    ADD CONSTRAINT attempt_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES public.charge(charge_id);

--
-- Name: campaign_group campaign_group_campaign_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_group
    ADD CONSTRAINT campaign_group_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaign(campaign_id);

--
-- Name: campaign_move campaign_move_campaign_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.campaign_move
    ADD CONSTRAINT campaign_move_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES public.campaign(campaign_id);

--
-- Name: certificate certificate_application; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificate
    ADD CONSTRAINT certificate_application FOREIGN KEY (person_id, application_id) REFERENCES public.application(person_id, application_id);

--
-- Name: chat_group chat_group_conversation_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_group
    ADD CONSTRAINT chat_group_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(conversation_id);

--
-- Name: device device_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id) ON DELETE CASCADE;

--
-- Name: envelope_secret envelope_secret_envelope_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_secret
    ADD CONSTRAINT envelope_secret_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(envelope_id);

--
-- Name: envelope_state envelope_state_envelope_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.envelope_state
    ADD CONSTRAINT envelope_state_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(envelope_id);

--
-- Name: gift_door gift_door_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gift_door
    ADD CONSTRAINT gift_door_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id) ON DELETE CASCADE;

--
-- Name: gift_move gift_move_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gift_move
    ADD CONSTRAINT gift_move_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: join_request join_request_conversation_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.join_request
    ADD CONSTRAINT join_request_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.chat_group(conversation_id);

--
-- Name: member member_conversation_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversation(conversation_id);

--
-- Name: merchant_staff merchant_staff_merchant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.merchant_staff
    ADD CONSTRAINT merchant_staff_merchant FOREIGN KEY (merchant_id) REFERENCES public.merchant(merchant_id);

--
-- Name: nickname nickname_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.nickname
    ADD CONSTRAINT nickname_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id) ON DELETE CASCADE;

--
-- Name: order_move order_move_order_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.order_move
    ADD CONSTRAINT order_move_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.shop_order(order_id);

--
-- Name: part part_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.part
    ADD CONSTRAINT part_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: passkey passkey_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id) ON DELETE CASCADE;

--
-- Name: pay_link pay_link_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pay_link
    ADD CONSTRAINT pay_link_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: picture_use picture_use_picture_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.picture_use
    ADD CONSTRAINT picture_use_picture_id_fkey FOREIGN KEY (picture_id) REFERENCES public.picture(picture_id);

--
-- Name: placement_state placement_state_placement_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.placement_state
    ADD CONSTRAINT placement_state_placement_id_fkey FOREIGN KEY (placement_id) REFERENCES public.placement(placement_id);

--
-- Name: procrastinate_events procrastinate_events_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

--
-- Name: procrastinate_jobs procrastinate_jobs_worker_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_job_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

--
-- Name: product_picture product_picture_product_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_picture
    ADD CONSTRAINT product_picture_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

--
-- Name: product_review product_review_product_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.product_review
    ADD CONSTRAINT product_review_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

--
-- Name: profile profile_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.profile
    ADD CONSTRAINT profile_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id) ON DELETE CASCADE;

--
-- Name: push_post push_post_person_id_device_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_post
    ADD CONSTRAINT push_post_person_id_device_id_fkey FOREIGN KEY (person_id, device_id) REFERENCES public.push_subscription(person_id, device_id) ON DELETE CASCADE;

--
-- Name: push_subscription push_subscription_person_id_device_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_subscription
    ADD CONSTRAINT push_subscription_person_id_device_id_fkey FOREIGN KEY (person_id, device_id) REFERENCES public.device(person_id, device_id) ON DELETE CASCADE;

--
-- Name: refund refund_charge_id_attempt_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_charge_id_attempt_id_fkey FOREIGN KEY (charge_id, attempt_id) REFERENCES public.attempt(charge_id, attempt_id);

--
-- Name: refund refund_charge_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refund
    ADD CONSTRAINT refund_charge_id_fkey FOREIGN KEY (charge_id) REFERENCES public.charge(charge_id);

--
-- Name: reward reward_programme_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reward
    ADD CONSTRAINT reward_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programme(programme_id);

--
-- Name: saved_address saved_address_person_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_address
    ADD CONSTRAINT saved_address_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.saved_address_key(person_id);

--
-- Name: shipment_event shipment_event_shipment; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shipment_event
    ADD CONSTRAINT shipment_event_shipment FOREIGN KEY (tracking_no, carrier) REFERENCES public.shipment(tracking_no, carrier) ON DELETE CASCADE;

--
-- Name: stock_hold stock_hold_sku_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stock_hold
    ADD CONSTRAINT stock_hold_sku_id_fkey FOREIGN KEY (sku_id) REFERENCES public.stock(sku_id);

--
-- Name: thanks thanks_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.thanks
    ADD CONSTRAINT thanks_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: timer timer_gift_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.timer
    ADD CONSTRAINT timer_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gift(gift_id);

--
-- Name: variant variant_product_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.variant
    ADD CONSTRAINT variant_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.product(product_id);

--
-- PostgreSQL database dump complete
--
