-- What the lists are called that a line can name.
SELECT list_id, body::json->>'name' FROM $schema.lists WHERE workspace_id = $1::uuid AND NOT deleted AND NOT archived
