-- D1: consumers, what becomes of a card in its life, and the operations that issuers follow by their ids.

-- Keys of an issuer by what they are for: SIGNING (assertions, batch files, push codes), ENCRYPTION (what is sealed for it).
alter table issuer_signing_key rename to issuer_public_key;
alter table issuer_public_key add column purpose text collate "C" not null default 'SIGNING';
alter table issuer_public_key alter column purpose drop default;
alter table issuer_public_key drop constraint issuer_signing_key_pkey;
alter table issuer_public_key add constraint issuer_public_key_pkey primary key (issuer_id, purpose, key_identifier);

-- What the hub shows the issuer's OAuth2 server, under the vault's key.
alter table issuer add column sealed_client_secret bytea;

alter table card_product add column d1 json;

create table consumer (
  consumer_key text collate "C" primary key,
  issuer_id text collate "C" not null,
  consumer_id text collate "C" not null,
  state text collate "C" not null,
  sealed_personal_information bytea,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- The id of a deleted consumer may be given to another one.
create unique index consumer_active_unique on consumer (consumer_id, issuer_id) where state = 'ACTIVE';
create index consumer_id on consumer (consumer_id, issuer_id, consumer_key);

alter table card
  add column consumer_key text collate "C",
  add column consumer_id text collate "C",
  add column origin text collate "C" not null default 'ENROLLED',
  add column state text collate "C" not null default 'ACTIVE',
  add column suspend_reason text collate "C",
  add column ongoing_operation text collate "C",
  add constraint card_holder check ((consumer_key is null) = (consumer_id is null));
alter table card alter column origin drop default, alter column state drop default;
create index card_consumer on card (consumer_key, card_id) where consumer_key is not null;

-- A reference is unique among live cards; every card that ever had it is found by the second index.
drop index card_reference_unique;
create unique index card_reference_unique on card (issuer_card_ref_id, issuer_id, badge)
  where state in ('ACTIVE', 'INACTIVE');
create index card_reference on card (issuer_card_ref_id, issuer_id, badge, card_id);

create table recorded_operation (
  operation_id text collate "C" primary key,
  issuer_id text collate "C" not null,
  -- CARD, CONSUMER or DIGITAL_CARD; target_key is the hub's own id of it, target_id the issuer's.
  target_kind text collate "C" not null,
  target_key text collate "C" not null,
  target_id text collate "C" not null,
  operation text collate "C" not null,
  status text collate "C" not null,
  start_time timestamptz not null,
  end_time timestamptz,
  reason text,
  reason_code text,
  error_code text,
  error text,
  digital_card_ids json not null,
  input_file_name text,
  issuer_request_id text collate "C"
);
create index recorded_operation_target on recorded_operation (target_kind, target_key, operation_id);

-- The recorded operation that is over when all work on tokens for it is.
alter table operation add column recorded_operation_id text collate "C";
create index operation_recorded on operation (recorded_operation_id, operation_id)
  where recorded_operation_id is not null;
