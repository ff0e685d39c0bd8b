-- Owner: sagas, process.purchases. For which ordered credits an invoice is.
create table ordered_credits (
    invoice_id     text collate "C" not null primary key,
    wallet_id      text collate "C" not null,
    transaction_id text collate "C" not null unique
);
