-- Module sagas: due work that is put off until something else has come.
alter table due_work add column waits_for text;
create index due_work_waits_for on due_work (waits_for) where waits_for is not null;
