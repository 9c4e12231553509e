-- What belongs to cards that the hub makes: their accounts, sealed, and how often in a row their code was typed wrong.
alter table card
  add column sealed_accounts bytea,
  add column wrong_codes integer not null default 0;
