-- How often carrying out a record ended with a fault, and which one came last. Records with faults wait behind all others.
alter table batch_record
  add column faults integer not null default 0,
  add column fault text;
drop index batch_record_open;
create index batch_record_open on batch_record (file_id, faults, position) where result is null;
