-- Whether an entity is there for new use: PUBLISHED, ARCHIVED or DELETED.

alter table view_environment add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_api_key add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_customer add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_meter add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_feature add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_plan add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_price add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_subscription add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_invoice add column entity_status text collate "C" not null default 'PUBLISHED';
alter table view_wallet add column entity_status text collate "C" not null default 'PUBLISHED';

-- What was folded before says it too.
update view_environment set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_api_key set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_customer set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_meter set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_feature set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_plan set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_price set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_subscription set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_invoice set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
update view_wallet set document = jsonb_set(document, '{stamp,status}', '"PUBLISHED"');
