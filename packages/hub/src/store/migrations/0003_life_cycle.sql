-- What wallets and TSPs were last heard of, so that repeats and late reports change nothing.
alter table token add column reports json not null default '{}';

-- Calls of issuers that were accepted of late, by a keyed fingerprint of what they said: a repeat has no second effect.
-- A row is also the lock that a second call with the same content waits for.
create table accepted_call (
  issuer_id text collate "C" not null,
  correlation_id text collate "C" not null,
  operation text not null,
  fingerprint text collate "C" not null,
  state text not null,
  card_id text collate "C",
  virtual_card_id text collate "C",
  expires_at timestamptz not null,
  primary key (issuer_id, correlation_id, operation, fingerprint),
  check ((state = 'ACCEPTED') = (card_id is not null))
);
create index accepted_call_card on accepted_call (card_id) where card_id is not null;
create index accepted_call_expiry on accepted_call (expires_at);

-- What is left of an erased token outlives its card.
alter table token drop constraint token_card_id_fkey;

-- Numbers of tokens that the built-in TSP has forgotten, so that none is given out again.
create table spent_token_number (
  token_fingerprint text collate "C" primary key,
  spent_at timestamptz not null
);

create index token_device on token (requestor_id, token_storage_id, virtual_card_id)
  where state not in ('DELETED', 'ERASED');
