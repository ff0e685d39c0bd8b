-- Owner: query-side. Alert settings, alerts, and what they told.
create table view_alert_settings (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null,
    entity_type   text collate "C" not null,
    entity_id     text collate "C" not null,
    parent_type   text collate "C",
    parent_id     text collate "C",
    mode          text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_alert_settings is 'query-side, processor projection.alert: what is watched, and when somebody is told';
create index view_alert_settings_created_at on view_alert_settings (tenant, environment, created_at desc, id desc);
create index view_alert_settings_entity_id on view_alert_settings (tenant, environment, entity_id);

create table view_alert (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    entity_status text collate "C" not null,
    entity_id     text collate "C" not null,
    settings_id   text collate "C" not null,
    customer_id   text collate "C" not null,
    level         text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant, environment, id),
    unique (id)
);
comment on table view_alert is 'query-side, processor projection.alert: how each alert stands that ever changed';
create index view_alert_created_at on view_alert (tenant, environment, created_at desc, id desc);
create index view_alert_entity_id on view_alert (tenant, environment, entity_id);

create table view_alert_log (
    tenant        text collate "C" not null,
    environment   text collate "C" not null,
    id            text collate "C" not null,
    alert_id      text collate "C" not null,
    settings_id   text collate "C" not null,
    type          text collate "C" not null,
    level         text collate "C" not null,
    entity_type   text collate "C" not null,
    entity_id     text collate "C" not null,
    customer_id   text collate "C" not null,
    document      jsonb not null,
    last_sequence bigint not null,
    created_at    timestamptz not null,
    primary key (tenant, environment, id)
);
comment on table view_alert_log is 'query-side, processor projection.alert: every change of every alert';
create index view_alert_log_created_at on view_alert_log (tenant, environment, created_at desc, id desc);
create index view_alert_log_entity_id on view_alert_log (tenant, environment, entity_id);
create index view_alert_log_customer_id on view_alert_log (tenant, environment, customer_id);
