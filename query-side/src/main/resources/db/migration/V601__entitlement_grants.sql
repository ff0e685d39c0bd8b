alter table view_entitlement add column grant_window text collate "C" not null default 'NONE';
comment on column view_entitlement.grant_window is 'the windows of its quota; NONE without one';
