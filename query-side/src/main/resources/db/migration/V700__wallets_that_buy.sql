-- Owner: query-side. Which wallets buy credits by themselves, so that those are found whose usage has to be counted.
alter table view_wallet add column topup_trigger text collate "C";
update view_wallet
set topup_trigger = case when document #>> '{wallet,terms,autoTopUp,threshold}' is null then 'INTERVAL' else 'THRESHOLD' end
where document #>> '{wallet,terms,autoTopUp}' is not null;
create index view_wallet_topup_trigger on view_wallet (tenant, environment, topup_trigger, created_at, id) where topup_trigger is not null;
