-- Owner: api (io.tallybook.api.flexprice.task). Tasks whose counters do not add up: there should be none, and whoever watches asks often.
create index task_unexplained on task (id) where processed_records <> successful_records + failed_records;
