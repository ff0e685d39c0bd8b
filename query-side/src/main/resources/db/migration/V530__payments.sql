-- What became of the money of an invoice.
alter table view_invoice add column payment_status text collate "C" not null default 'PENDING';
alter table view_invoice add column amount_due numeric not null default 0;
alter table view_invoice add column amount_paid numeric not null default 0;
alter table view_invoice add column amount_remaining numeric not null default 0;
alter table view_invoice add column due_date timestamptz;
update view_invoice set
    due_date = (document ->> 'dueDate')::timestamptz,
    amount_due = case when status = 'FINALIZED' then total else 0 end,
    amount_remaining = case when status = 'FINALIZED' then total else 0 end,
    payment_status = case when status = 'FINALIZED' and total > 0 then 'PENDING' else 'SUCCEEDED' end;
create index view_invoice_payment_status on view_invoice (tenant, environment, payment_status, created_at desc);

create table view_payment (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    invoice_id    text collate "C" not null,
    customer_id   text collate "C" not null,
    status        text collate "C" not null,
    method        text collate "C" not null,
    gateway       text collate "C",
    reference     text collate "C",
    currency      text collate "C" not null,
    amount        numeric not null,
    refunded      numeric not null,
    entity_status text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_payment is 'query-side, processor projection.payment: payments; amounts in units of the currency';
create index view_payment_created_at on view_payment (tenant, environment, created_at desc, id desc);
create index view_payment_invoice_id on view_payment (tenant, environment, invoice_id);
create index view_payment_customer_id on view_payment (tenant, environment, customer_id);
create index view_payment_reference on view_payment (tenant, environment, reference);
