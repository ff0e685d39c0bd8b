-- Owner: sagas. Into which wallet a change of a subscription gave back what was paid and not used. Chosen once, before the
-- wallet is asked: a process that is repeated after a crash must ask the same one, or it would give back twice.
create table unused_credit (
    change_id text not null primary key,
    wallet_id text not null
);
