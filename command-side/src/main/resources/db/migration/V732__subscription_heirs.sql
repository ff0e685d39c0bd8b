-- owner: command-side
-- Who shares whose subscription now: each customer one at most. What ended is in the events.
create table subscription_heir (
    tenant          text collate "C" not null,
    environment     text collate "C" not null,
    customer_id     text collate "C" not null,
    subscription_id text collate "C" not null,
    head_id         text collate "C" not null,
    primary key (tenant, environment, customer_id)
);
create index subscription_heir_head on subscription_heir (tenant, environment, head_id);
create index subscription_heir_subscription on subscription_heir (tenant, environment, subscription_id);
