-- owner: command-side
-- A value that only one entity may have. Empty tenant and environment: unique in the installation.
create table unique_value (
    tenant      text not null,
    environment text not null,
    kind        text not null, -- as customer.external_id
    value       text not null,
    owner       text not null, -- the entity's id
    primary key (tenant, environment, kind, value)
);

-- owner: command-side
-- The last number given in each series; updated in the transaction of the command that takes one,
-- so that a number is either on a document or free.
create table number_series (
    tenant      text not null,
    environment text not null,
    series      text not null, -- as INV-202312
    last_number bigint not null check (last_number > 0),
    primary key (tenant, environment, series)
);
