-- API keys that may search a collection; null for every key. Callers that manage the stack see all of them.
ALTER TABLE knowledge_collections ADD COLUMN keys uuid[] NULL;
