-- Owner: sagas. What each of the wallets may pay, as it was when they were chosen: JSON, wallet by wallet; those that may pay
-- anything are left out.
alter table wallet_order add column reaches text not null default '{}';
