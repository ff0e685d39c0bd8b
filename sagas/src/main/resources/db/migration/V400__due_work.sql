-- Owner: sagas. What is owed by the engine and when; kept by the processor process.duework from events alone, so it can be
-- emptied and built again. A row leaves only when the event arrives that keeps its promise.
create table due_work (
    tenant          text        not null,
    environment     text        not null,
    due_at          timestamptz not null,
    rank            smallint    not null,
    kind            text        not null,
    subject         text        not null,
    period_index    integer     not null,
    payload         text,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz,
    last_error      text,
    primary key (kind, subject, period_index)
) with (fillfactor = 70);
create index due_work_next on due_work (tenant, environment, due_at, rank);

-- Owner: sagas. In which order wallets pay an invoice. Chosen once, before the first of them is asked, and kept for good: a
-- process that is repeated after a crash must ask the same wallets in the same order, or it would burn credits twice.
create table wallet_order (
    invoice_id text   not null primary key,
    wallets    text[] not null
);
