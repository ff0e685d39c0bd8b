create table view_credit_note (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    invoice_id    text collate "C" not null,
    customer_id   text collate "C" not null,
    status        text collate "C" not null,
    number        text collate "C",
    currency      text collate "C" not null,
    total         numeric not null,
    entity_status text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_credit_note is 'query-side, processor projection.credit-note: credit notes; amounts in units of the currency';
create index view_credit_note_created_at on view_credit_note (tenant, environment, created_at desc, id desc);
create index view_credit_note_invoice_id on view_credit_note (tenant, environment, invoice_id);
create index view_credit_note_customer_id on view_credit_note (tenant, environment, customer_id);
