-- Keys that issuers sign with: batch files, codes of push provisioning.
create table issuer_signing_key (
  issuer_id text collate "C" not null references issuer,
  key_identifier text collate "C" not null,
  public_key_pem text not null,
  created_at timestamptz not null,
  primary key (issuer_id, key_identifier)
);

-- A TSP's tokens are listed beside ours in the order of its ids.
create index token_tsp on token (issuer_id, tsp, tsp_token_id);
alter table domestic_token add column token_product_id text;
create index domestic_token_issuer on domestic_token (issuer_id, tsp_token_id);
create index domestic_token_pan on domestic_token (issuer_id, pan_fingerprint, tsp_token_id);

-- Batch files ---------------------------------------------------------------------------------------------------------

-- What was signed is kept as it was signed, so it is text.
create table batch_file (
  file_id text collate "C" primary key,
  state text collate "C" not null,
  digest text,
  issuer_id text collate "C",
  batch_id text,
  seq_number text,
  operation text,
  error_code text,
  total_records integer not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  lease_until timestamptz
);
-- A file that was refused may be sent again.
create unique index batch_file_digest_unique on batch_file (digest) where state in ('RUNNING', 'DONE');
create unique index batch_file_number_unique on batch_file (issuer_id, batch_id, seq_number)
  where state in ('RUNNING', 'DONE');
create index batch_file_open on batch_file (state, file_id) where state in ('RECEIVING', 'RUNNING');
create index batch_file_issuer on batch_file (issuer_id, file_id);

-- The record goes once its result is there.
create table batch_record (
  file_id text collate "C" not null references batch_file on delete cascade,
  position integer not null,
  row_id bigint not null,
  record text,
  result json,
  primary key (file_id, position)
);
create unique index batch_record_row_unique on batch_record (file_id, row_id);
create index batch_record_open on batch_record (file_id, position) where result is null;
