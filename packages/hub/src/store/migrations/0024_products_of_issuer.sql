create index card_product_issuer on card_product (issuer_id, product_id);
