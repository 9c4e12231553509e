-- Records of batch files may tell of people: they wait sealed. What waited before has to be sent once more, and is done
-- again without harm.
delete from batch_file where state in ('RECEIVING', 'RUNNING');
alter table batch_record
  drop column record,
  add column sealed_record bytea;

-- What a batch file did names the file.
alter table batch_file add column file_name text;
