-- The API key that made a conversation; null for the stack's own users, as are those from before this column.
ALTER TABLE conversations ADD COLUMN owner uuid NULL;

CREATE INDEX conversations_by_owner ON conversations (owner, updated_at DESC) WHERE owner IS NOT NULL;
