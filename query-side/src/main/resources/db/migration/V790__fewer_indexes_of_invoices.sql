-- Owner: query-side. Every version of an invoice's row goes into all its indexes. Nearly all invoices are of a period and final:
-- who asks for those finds them by the newest first; only the others need to be found by what they are.
drop index view_invoice_reason;
create index view_invoice_reason on view_invoice (tenant, environment, reason, created_at desc)
    where reason <> 'SUBSCRIPTION_CYCLE';
drop index view_invoice_status;
create index view_invoice_status on view_invoice (tenant, environment, status, created_at desc)
    where status <> 'FINALIZED';
