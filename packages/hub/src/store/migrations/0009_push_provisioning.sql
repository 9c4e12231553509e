-- Codes and payloads of push provisioning that were used, until they are refused for their age.
create table push_use (
  issuer_id text collate "C" not null,
  code_id text collate "C" not null,
  forget_after timestamptz not null,
  primary key (issuer_id, code_id)
);
create index push_use_age on push_use (forget_after);
