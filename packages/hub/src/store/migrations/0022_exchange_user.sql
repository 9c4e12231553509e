-- Who asked for a D1 call at the issuer, by its own word (x-user-id).
alter table exchange add column user_id text;
