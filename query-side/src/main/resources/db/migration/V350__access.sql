-- Who has access: tenants, users, roles; and the settings of environments.
-- What belongs to a tenant and to none of its environments is kept under the environment that stands for the tenant.

create table view_tenant (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null,
    name text not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_tenant is 'query-side, processor projection.tenancy: tenants';
create index view_tenant_created_at on view_tenant (tenant, environment, created_at desc, id desc);

create table view_user (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null,
    type text collate "C" not null,
    email text collate "C",
    name text,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_user is 'query-side, processor projection.tenancy: people and machines of a tenant';
create index view_user_created_at on view_user (tenant, environment, created_at desc, id desc);
-- A person logs in by the address alone.
create index view_user_email on view_user (email);

create table view_role (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null,
    name text not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_role is 'query-side, processor projection.tenancy: the roles that tenants made';
create index view_role_created_at on view_role (tenant, environment, created_at desc, id desc);

create table view_setting (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null,
    key text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_setting is 'query-side, processor projection.tenancy: settings of environments';
create index view_setting_created_at on view_setting (tenant, environment, created_at desc, id desc);
create index view_setting_key on view_setting (tenant, environment, key);

-- Keys from before there were terms may do everything, for ever.
update view_api_key set document = jsonb_set(document, '{terms}', '{"type":"private_key"}') where document -> 'terms' is null;
