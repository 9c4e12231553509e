-- Who made a D1 call in the name of its issuer.
alter table exchange add column aggregator_id text;
