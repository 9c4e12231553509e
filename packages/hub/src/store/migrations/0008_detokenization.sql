-- Payments with tokens of the built-in TSP: what a token may be used for, who may ask for its card, and what was answered.

alter table domestic_token
  add column token_type text,
  add column merchant_id text collate "C",
  add column sealed_key bytea,
  add column last_atc integer not null default 0;
update domestic_token set token_type = coalesce(
  (select token.token_type from token where token.tsp = 'DOMESTIC' and token.tsp_token_id = domestic_token.tsp_token_id),
  'HCE'
);
alter table domestic_token alter column token_type set not null;

create table detokenizer (
  detokenizer_id text collate "C" primary key,
  name text not null,
  encryption_certificate_pem text not null,
  answers text not null,
  sealed_mac_key bytea not null
);

create table detokenizer_certificate (
  detokenizer_id text collate "C" not null references detokenizer on delete cascade,
  fingerprint text collate "C" not null,
  certificate_pem text not null,
  not_after timestamptz not null,
  primary key (detokenizer_id, fingerprint)
);
create unique index detokenizer_certificate_unique on detokenizer_certificate (fingerprint);

create table detokenization (
  detokenizer_id text collate "C" not null,
  reference text collate "C" not null,
  request_id text collate "C" not null,
  message_fingerprint text not null,
  tsp_token_id text collate "C",
  response_code text not null,
  answered boolean not null,
  created_at timestamptz not null,
  primary key (detokenizer_id, reference)
);
create index detokenization_age on detokenization (created_at);
