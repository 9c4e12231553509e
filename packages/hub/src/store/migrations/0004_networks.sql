-- The vault holds the tokens of every TSP within the hub: the built-in one, and simulated networks.

alter table domestic_token
  add column tsp text collate "C" not null default 'DOMESTIC',
  add column state_before text collate "C",
  add column activated_at timestamptz,
  add column decided_by text collate "C" not null default 'ISSUER';
alter table domestic_token alter column tsp drop default, alter column decided_by drop default;

-- A token that was removed in the wallet app is not live, though its network may restore it.
drop index domestic_token_live_unique;
create unique index domestic_token_live_unique
  on domestic_token (
    tsp, issuer_id, coalesce(wallet_card_ref_id, ''), coalesce(token_storage_id, ''), token_requestor_id,
    pan_fingerprint
  )
  where state not in ('DELETED', 'DELETED_FROM_APP');
drop index domestic_token_card;
create index domestic_token_card on domestic_token (issuer_id, pan_fingerprint)
  where state not in ('DELETED', 'DELETED_FROM_APP');

-- Whether the network may decide when the issuer does not answer.
alter table card_product add column stand_in boolean not null default false;
