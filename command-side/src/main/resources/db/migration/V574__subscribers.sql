-- owner: command-side
-- Which subscriptions a customer has had, noted in the transaction that makes them: a customer is deleted only by who knows all.
create table subscriber (
    tenant          text not null,
    environment     text not null,
    customer_id     text collate "C" not null,
    subscription_id text collate "C" not null,
    primary key (tenant, environment, customer_id, subscription_id)
);

-- owner: command-side
-- Customers and plans that were deleted: nothing new may refer to them.
create table withdrawn (
    tenant      text not null,
    environment text not null,
    referred    text collate "C" not null, -- the entity's id
    primary key (tenant, environment, referred)
);

-- What happened before there were these tables, from an event store that is here.
insert into subscriber
select e.payload -> 'scope' ->> 'tenant', e.payload -> 'scope' ->> 'environment',
       e.payload -> 'terms' ->> 'customerId', e.aggregate_identifier
from (select aggregate_identifier, convert_from(payload, 'UTF8')::jsonb as payload
      from domain_event_entry where payload_type = 'subscription.activated') e
on conflict do nothing;

insert into withdrawn
select distinct made.payload -> 'scope' ->> 'tenant', made.payload -> 'scope' ->> 'environment', made.aggregate_identifier
from (select aggregate_identifier, convert_from(payload, 'UTF8')::jsonb as payload
      from domain_event_entry where payload_type in ('customer.created', 'plan.created')) made
join domain_event_entry gone on gone.aggregate_identifier = made.aggregate_identifier
    and gone.payload_type in ('customer.deleted', 'plan.deleted')
on conflict do nothing;
