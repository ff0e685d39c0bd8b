-- Owner: query-side. Invoices for credits are told by their key since: the ledger is posted again at the next start.
insert into view_rebuild (processor)
select 'projection.ledger' where exists (select from ledger_book)
on conflict do nothing;
