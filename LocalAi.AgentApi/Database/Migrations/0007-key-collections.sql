-- Collections that a key may search, of those that are open to it; null for all of them, also for those to come.
ALTER TABLE api_keys ADD COLUMN collections uuid[] NULL;
