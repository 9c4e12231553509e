-- What is known of an erased token's payments is looked up by the token.
create index detokenization_token on detokenization (tsp_token_id) where tsp_token_id is not null;
