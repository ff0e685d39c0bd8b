-- owner: sagas
-- Credits go back before an invoice that replaces a void one asks for them.
update due_work set rank = case kind when 'GIVE_BACK' then 2 else 3 end where kind in ('GIVE_BACK', 'FINALIZE');
