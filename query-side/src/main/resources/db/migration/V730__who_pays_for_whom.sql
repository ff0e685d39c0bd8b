-- owner: query-side
-- Who gets the invoices of a subscription, and whose subscription an invoice is for. Until now that
-- was its customer always.
alter table view_subscription add column invoicing_customer_id text collate "C";
alter table view_subscription add column type text collate "C";
update view_subscription set invoicing_customer_id = customer_id, type = 'STANDALONE';
alter table view_subscription alter column invoicing_customer_id set not null;
alter table view_subscription alter column type set not null;
create index view_subscription_invoicing_customer_id on view_subscription (tenant, environment, invoicing_customer_id);
create index view_subscription_type on view_subscription (tenant, environment, type) where type <> 'STANDALONE';

alter table view_invoice add column subscription_customer_id text collate "C";
update view_invoice set subscription_customer_id = customer_id;
alter table view_invoice alter column subscription_customer_id set not null;
create index view_invoice_subscription_customer_id on view_invoice (tenant, environment, subscription_customer_id);
