-- Owner: api (io.tallybook.api.auth).
-- A token names the session number of its person; the number goes up when the password changes or the person signs out
-- everywhere, and with it every token of before is refused.
alter table user_password add column session bigint not null default 0;

-- Owner: api (io.tallybook.api.flexprice.access).
-- Sign-ups that are under way, by the SHA-256 of the address: what ids they drew, so that one that was cut off goes on.
create table sign_up (
    email_digest text        primary key,
    tenant       text        not null,
    user_id      text        not null,
    sandbox      text        not null,
    live         text        not null,
    secret       text        not null,
    begun_at     timestamptz not null,
    held_until   timestamptz not null
);
