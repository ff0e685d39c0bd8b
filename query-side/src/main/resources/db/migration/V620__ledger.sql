-- Owner: query-side. The ledger: double entries that follow from the events, the accounts that they are posted to, and of every
-- wallet, invoice and payment what has to be known to book its next event.
create table ledger_account (
    tenant      text collate "C" not null,
    environment text collate "C" not null,
    id          text collate "C" not null,
    kind        text collate "C" not null,
    owner_id    text collate "C" not null,
    unit        text collate "C" not null,
    debits      numeric not null,
    credits     numeric not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (id)
);
comment on table ledger_account is 'query-side, processor projection.ledger: accounts, and the sums of what was posted to them';
create index ledger_account_created_at on ledger_account (tenant, environment, created_at desc, id desc);
create index ledger_account_owner_id on ledger_account (tenant, environment, owner_id);
create index ledger_account_kind on ledger_account (tenant, environment, kind);

create table ledger_entry (
    tenant       text collate "C" not null,
    environment  text collate "C" not null,
    id           text collate "C" not null,
    account_id   text collate "C" not null,
    entity_id    text collate "C" not null,
    sequence     bigint not null,
    event        text collate "C" not null,
    unit         text collate "C" not null,
    amount       numeric not null check (amount <> 0),
    effective_at timestamptz not null,
    primary key (id)
);
comment on table ledger_entry is 'query-side, processor projection.ledger: postings, debits above zero and credits below';
create index ledger_entry_account_id on ledger_entry (account_id, effective_at desc, id desc);
create index ledger_entry_entity_id on ledger_entry (entity_id, sequence);

create table ledger_book (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    kind          text collate "C" not null,
    id            text collate "C" not null,
    customer_id   text collate "C" not null,
    balance       numeric not null,
    document      jsonb not null,
    last_sequence bigint not null,
    primary key (id)
);
comment on table ledger_book is 'query-side, processor projection.ledger: what each wallet, invoice and payment adds to the accounts, and what its next event needs';

-- The entries of one event are inserted by one statement, and must sum to nothing in each unit: so the trial balance is zero after
-- every transaction, whoever writes.
create function ledger_entries_balance() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select entity_id, sequence, unit, sum(amount) as sum into wrong
    from written group by entity_id, sequence, unit having sum(amount) <> 0 limit 1;
    if found then
        raise exception 'double entry does not balance: % of event % of % sums to %, expected 0',
            wrong.unit, wrong.sequence, wrong.entity_id, wrong.sum using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger ledger_entries_balance after insert on ledger_entry
    referencing new table as written for each statement execute function ledger_entries_balance();

create view ledger_account_shown as
select a.tenant, a.environment, a.id, a.kind, a.owner_id, a.unit, a.created_at, a.updated_at,
    jsonb_build_object(
        'id', a.id,
        'scope', jsonb_build_object('tenant', a.tenant, 'environment', a.environment),
        'account', jsonb_build_object('kind', a.kind, 'owner', a.owner_id, 'unit', jsonb_build_object('code', a.unit)),
        'debits', a.debits::text, 'credits', a.credits::text,
        'createdAt', to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'updatedAt', to_char(a.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as document
from ledger_account a;
comment on view ledger_account_shown is 'query-side: accounts as documents, for searches';

create view ledger_entry_shown as
select e.tenant, e.environment, e.id, e.account_id, e.entity_id, e.event, e.effective_at as created_at,
    jsonb_build_object(
        'id', e.id,
        'scope', jsonb_build_object('tenant', e.tenant, 'environment', e.environment),
        'accountId', e.account_id,
        'account', jsonb_build_object('kind', a.kind, 'owner', a.owner_id, 'unit', jsonb_build_object('code', a.unit)),
        'entityId', e.entity_id, 'sequence', e.sequence, 'event', e.event, 'amount', e.amount::text,
        'effectiveAt', to_char(e.effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as document
from ledger_entry e left join ledger_account a on a.id = e.account_id;
comment on view ledger_entry_shown is 'query-side: entries as documents, for searches';
