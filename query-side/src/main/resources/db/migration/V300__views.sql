-- The read tables: what queries answer from, folded from the event store and rebuilt from it at any time.
-- Written by the projection processors of query-side alone, through r2dbc.
--
-- Every row is guarded by last_sequence, the sequence of the last event of the entity that it has seen.
-- document is the whole view as JSON; the other columns are what searches and analysts need.
-- Identifiers, keys and codes compare by their bytes; names by the rules of the database.

create table view_environment (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    name text not null,
    mode text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_environment is 'query-side, processor projection.tenancy: environments and where their clocks stand';
create index view_environment_created_at on view_environment (tenant, environment, created_at desc, id desc);

create table view_api_key (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    name text not null,
    sha256 text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_api_key is 'query-side, processor projection.tenancy: who a key belongs to; the key itself is kept nowhere';
create index view_api_key_created_at on view_api_key (tenant, environment, created_at desc, id desc);
-- A key names its scope, so it is looked up over all tenants.
create index view_api_key_sha256 on view_api_key (sha256);

create table view_customer (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    external_id text collate "C" not null,
    name text not null,
    email text,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_customer is 'query-side, processor projection.customer: customers';
create index view_customer_created_at on view_customer (tenant, environment, created_at desc, id desc);
create index view_customer_external_id on view_customer (tenant, environment, external_id);
create index view_customer_email on view_customer (tenant, environment, email);

create table view_meter (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    name text not null,
    event_name text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_meter is 'query-side, processor projection.catalogue: meters';
create index view_meter_created_at on view_meter (tenant, environment, created_at desc, id desc);
create index view_meter_event_name on view_meter (tenant, environment, event_name);

create table view_feature (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    name text not null,
    lookup_key text collate "C",
    type text collate "C" not null,
    meter_id text collate "C",
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_feature is 'query-side, processor projection.catalogue: features';
create index view_feature_created_at on view_feature (tenant, environment, created_at desc, id desc);
create index view_feature_lookup_key on view_feature (tenant, environment, lookup_key);
create index view_feature_meter_id on view_feature (tenant, environment, meter_id);

create table view_plan (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    name text not null,
    lookup_key text collate "C",
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_plan is 'query-side, processor projection.catalogue: plans';
create index view_plan_created_at on view_plan (tenant, environment, created_at desc, id desc);
create index view_plan_lookup_key on view_plan (tenant, environment, lookup_key);

create table view_price (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    plan_id text collate "C" not null,
    meter_id text collate "C",
    type text collate "C" not null,
    billing_model text collate "C" not null,
    currency text collate "C" not null,
    lookup_key text collate "C",
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_price is 'query-side, processor projection.catalogue: prices';
create index view_price_created_at on view_price (tenant, environment, created_at desc, id desc);
create index view_price_plan_id on view_price (tenant, environment, plan_id);
create index view_price_meter_id on view_price (tenant, environment, meter_id);
create index view_price_lookup_key on view_price (tenant, environment, lookup_key);

create table view_subscription (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    customer_id text collate "C" not null,
    external_customer_id text collate "C" not null,
    plan_id text collate "C" not null,
    status text collate "C" not null,
    currency text collate "C" not null,
    lookup_key text collate "C",
    start_date timestamptz not null,
    current_period_end timestamptz not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_subscription is 'query-side, processor projection.subscription: subscriptions and their open period';
create index view_subscription_created_at on view_subscription (tenant, environment, created_at desc, id desc);
create index view_subscription_customer_id on view_subscription (tenant, environment, customer_id);
create index view_subscription_external_customer_id on view_subscription (tenant, environment, external_customer_id);
create index view_subscription_plan_id on view_subscription (tenant, environment, plan_id);
create index view_subscription_lookup_key on view_subscription (tenant, environment, lookup_key);
create index view_subscription_status on view_subscription (tenant, environment, status, current_period_end);

create table view_invoice (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    customer_id text collate "C" not null,
    subscription_id text collate "C" not null,
    status text collate "C" not null,
    number text collate "C",
    currency text collate "C" not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    finalized_at timestamptz,
    subtotal numeric not null,
    credits numeric not null,
    total numeric not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_invoice is 'query-side, processor projection.invoice: invoices; amounts in units of the currency';
create index view_invoice_created_at on view_invoice (tenant, environment, created_at desc, id desc);
create index view_invoice_customer_id on view_invoice (tenant, environment, customer_id);
create index view_invoice_subscription_id on view_invoice (tenant, environment, subscription_id);
create index view_invoice_number on view_invoice (tenant, environment, number);
create index view_invoice_status on view_invoice (tenant, environment, status, created_at desc);

create table view_wallet (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    customer_id text collate "C" not null,
    currency text collate "C" not null,
    credit_balance numeric not null,
    free_credits numeric not null,
    purchased_credits numeric not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_wallet is 'query-side, processor projection.wallet: wallets; balances in credits';
create index view_wallet_created_at on view_wallet (tenant, environment, created_at desc, id desc);
create index view_wallet_customer_id on view_wallet (tenant, environment, customer_id);

create table view_wallet_transaction (
    tenant            text collate "C" not null,
    environment       text collate "C" not null,
    wallet_id         text collate "C" not null,
    id                text collate "C" not null,
    customer_id       text collate "C" not null,
    type              text collate "C" not null,
    reason            text collate "C" not null,
    credits           numeric not null,
    amount            numeric not null,
    currency          text collate "C" not null,
    balance_before    numeric not null,
    balance_after     numeric not null,
    credits_available numeric not null,
    reference_id      text collate "C",
    expires_at        timestamptz,
    document          jsonb not null,
    sequence          bigint not null,
    last_sequence     bigint not null,
    created_at        timestamptz not null,
    primary key (tenant, environment, wallet_id, id)
);
comment on table view_wallet_transaction is 'query-side, processor projection.wallet: every movement of credits, and what is left of each credit; sequence is that of the event in its wallet';
create index view_wallet_transaction_sequence on view_wallet_transaction (tenant, environment, wallet_id, sequence desc);
create index view_wallet_transaction_reference_id on view_wallet_transaction (tenant, environment, reference_id);

create table view_rebuild (
    processor text collate "C" primary key,
    begun_at  timestamptz not null default now()
);
comment on table view_rebuild is 'query-side, replay: rebuilds that have begun and whose processor is not yet set back; begun again at the next start';
