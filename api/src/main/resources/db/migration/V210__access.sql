-- Owner: api (io.tallybook.api.auth).
-- When a key was last used; written every few seconds for all keys that were.
create table api_key_use (
    api_key_id text        primary key,
    used_at    timestamptz not null
);

-- Owner: api (io.tallybook.api.auth).
-- The keys that sign the tokens of people, in base64; the newest signs.
create table token_signing_key (
    id      text        primary key,
    secret  text        not null,
    made_at timestamptz not null
);

-- Owner: api (io.tallybook.api.auth).
-- The passwords of people as hashes that name their algorithm; never in an event.
create table user_password (
    user_id text        primary key,
    hash    text        not null,
    set_at  timestamptz not null default now()
);

-- Owner: api (io.tallybook.api.idempotency).
-- Requests older than they are kept are purged by this.
create index idempotent_request_first_seen on idempotent_request (first_seen);
