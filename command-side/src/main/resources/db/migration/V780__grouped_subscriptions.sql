-- owner: command-side
-- Which subscription is invoiced together with which other: with one at most, and with none that is itself.
create table subscription_group_member (
    tenant text collate "C" not null,
    environment text collate "C" not null,
    subscription_id text collate "C" not null,
    parent_id text collate "C" not null,
    primary key (tenant, environment, subscription_id)
);
create index subscription_group_parent on subscription_group_member (tenant, environment, parent_id);
