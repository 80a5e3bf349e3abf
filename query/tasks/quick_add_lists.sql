-- What the lists are called that a line can name, and of a section its list.
SELECT list_id, body::json->>'name', CASE WHEN section THEN parent_body::json->>'name' ELSE '' END
FROM $schema.placed_lists WHERE workspace_id = $1::uuid AND NOT put_away
