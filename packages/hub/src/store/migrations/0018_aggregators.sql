-- Those that call the D1 APIs for several issuers, and the keys they sign their assertions with.

create table aggregator (
  aggregator_id text collate "C" primary key,
  name text not null
);

create table aggregator_issuer (
  aggregator_id text collate "C" not null,
  issuer_id text collate "C" not null,
  primary key (aggregator_id, issuer_id)
);

create table aggregator_key (
  aggregator_id text collate "C" not null,
  key_identifier text collate "C" not null,
  public_key_pem text not null,
  created_at timestamptz not null,
  primary key (aggregator_id, key_identifier)
);
