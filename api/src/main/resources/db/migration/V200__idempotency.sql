-- Owner: api (io.tallybook.api.idempotency).
-- One row per Idempotency-Key of an environment: who runs the request now, and its answer once there is a final one.
create table idempotent_request (
    tenant       text        not null,
    environment  text        not null,
    key          text        not null,
    route        text        not null,
    digest       text        not null,
    -- From this every id of the request is derived, so that a run after a crash makes the same things again.
    seed         text        not null,
    first_seen   timestamptz not null default now(),
    runner       text        not null,
    -- Until when the runner may be taken to be alive.
    held_until   timestamptz not null,
    status       integer,
    content_type text,
    body         text,
    answered_at  timestamptz,
    primary key (tenant, environment, key)
);
