-- owner: query-side
-- Customers are looked for by their metadata too. Samples of it in the planner's statistics would outlive an erasure.
alter table view_customer add column metadata jsonb not null default '{}';
alter table view_customer alter column metadata set statistics 0;
update view_customer set metadata = document -> 'metadata' where document -> 'metadata' <> '{}';
create index view_customer_metadata on view_customer using gin (metadata jsonb_path_ops);
