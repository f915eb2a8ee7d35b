-- What a conversation may use; NULL is everything.
ALTER TABLE conversations
    ADD COLUMN tools text[] NULL,
    ADD COLUMN collections text[] NULL,
    -- What the messages up to summary_position said, once they no longer fit in the model's context.
    ADD COLUMN summary text NULL,
    ADD COLUMN summary_position bigint NULL;

ALTER TABLE messages
    ADD COLUMN sources jsonb NOT NULL DEFAULT '[]',
    -- What the user should know about how the answer came about.
    ADD COLUMN notes text[] NOT NULL DEFAULT '{}';
