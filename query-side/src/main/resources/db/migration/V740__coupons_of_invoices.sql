-- A coupon may be written on a single invoice, and then belongs to no subscription.
alter table view_coupon_association alter column subscription_id drop not null;
alter table view_coupon_association add column invoice_id text collate "C";
create index view_coupon_association_invoice_id on view_coupon_association (tenant, environment, invoice_id);
