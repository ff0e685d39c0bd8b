-- Owner: query-side. What wallets can do since: kinds and states, holds, orders that wait for payment, and the ways that credits
-- went.
alter table view_wallet
    add column status text collate "C" not null default 'ACTIVE',
    add column kind text collate "C" not null default 'PREPAID',
    add column price_unit text collate "C",
    add column held_credits numeric not null default 0;

alter table view_wallet_transaction
    add column status text collate "C" not null default 'COMPLETED',
    add column reference_type text collate "C",
    add column priority bigint,
    add column created_by text collate "C";
create index view_wallet_transaction_id on view_wallet_transaction (tenant, environment, id);
create index view_wallet_transaction_created_at on view_wallet_transaction (tenant, environment, created_at desc, id desc);
create index view_wallet_transaction_customer_id on view_wallet_transaction (tenant, environment, customer_id);
-- Which debits took of a credit: their parts name it.
create index view_wallet_transaction_parts on view_wallet_transaction using gin ((document -> 'transaction' -> 'parts') jsonb_path_ops);

create table view_wallet_hold (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    wallet_id     text collate "C" not null,
    id            text collate "C" not null,
    status        text collate "C" not null,
    credits       numeric not null,
    captured      numeric not null,
    reference_id  text collate "C",
    expires_at    timestamptz not null,
    document      jsonb not null,
    sequence      bigint not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    primary key (tenant, environment, wallet_id, id)
);
comment on table view_wallet_hold is 'query-side, processor projection.wallet: credits kept for a purpose, and what became of them';
create index view_wallet_hold_sequence on view_wallet_hold (tenant, environment, wallet_id, sequence desc);

-- What was folded before knows neither who made a movement nor the flows of credits: it is folded again at the next start.
insert into view_rebuild (processor)
select 'projection.wallet' where exists (select from view_wallet)
on conflict do nothing;
