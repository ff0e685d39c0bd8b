-- owner: query-side
-- An invoice need not belong to a subscription; why it came to be can be searched for.
alter table view_invoice alter column subscription_id drop not null;
alter table view_invoice add column reason text collate "C";
update view_invoice set reason = document->'opening'->>'reason';
alter table view_invoice alter column reason set not null;
create index view_invoice_reason on view_invoice (tenant, environment, reason, created_at desc);
