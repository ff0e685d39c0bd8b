-- owner: command-side
-- The key that seals a customer's personal data, wrapped with a master key that is not in this database. The row stays
-- when the key is destroyed, so that an erasure can be told from a loss.
create table customer_key (
    customer_id text collate "C" primary key,
    tenant      text not null,
    environment text not null,
    master      integer, -- the version of the master key
    wrapped     text,    -- null once destroyed
    deleted_at  timestamptz,
    erased_at   timestamptz,
    cleared_at  timestamptz, -- when the copies were known to be gone
    check ((wrapped is null) = (erased_at is not null)),
    check ((wrapped is null) = (master is null))
);
create index customer_key_open on customer_key (erased_at) where erased_at is not null and cleared_at is null;
create index customer_key_master on customer_key (master);

-- owner: command-side
-- To which customer another belongs, kept in the transactions of commands, so that no cycle can be closed from two sides.
create table customer_parent (
    customer_id text collate "C" primary key,
    parent_id   text collate "C" not null,
    tenant      text not null,
    environment text not null
);
create index customer_parent_parent on customer_parent (parent_id);
