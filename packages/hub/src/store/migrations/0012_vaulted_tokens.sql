-- The vault holds the tokens of every TSP within the hub, and the account behind a PAN has one PAR at all of them.

alter table domestic_token rename to vaulted_token;
alter index domestic_token_pkey rename to vaulted_token_pkey;
alter index domestic_token_fingerprint_unique rename to vaulted_token_fingerprint_unique;
alter index domestic_token_correlation_unique rename to vaulted_token_correlation_unique;
alter index domestic_token_live_unique rename to vaulted_token_live_unique;
alter index domestic_token_card rename to vaulted_token_card;
alter index domestic_token_issuer rename to vaulted_token_issuer;
alter index domestic_token_pan rename to vaulted_token_pan;

alter table domestic_par rename to payment_account;
alter index domestic_par_pkey rename to payment_account_pkey;
alter index domestic_par_unique rename to payment_account_par_unique;
