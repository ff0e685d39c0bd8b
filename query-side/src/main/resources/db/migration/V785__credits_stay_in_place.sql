-- Owner: query-side. What is left of a credit is written anew with every debit. As long as an index was over the document, each
-- time was a new row for all seven indexes; what a movement was made of never changes, so with a column of its own, and some room in
-- the page, the row stays where it is.
drop index view_wallet_transaction_parts;
alter table view_wallet_transaction
    add column parts jsonb generated always as (document #> '{transaction,parts}') stored;
create index view_wallet_transaction_parts on view_wallet_transaction using gin (parts jsonb_path_ops);
alter table view_wallet_transaction set (fillfactor = 80);
