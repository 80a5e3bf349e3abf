-- Moves checkpoints from where they were left. Where one is elsewhere, or ($11) a commit is parked, it divides by zero:
-- an error ends the whole unit of work that it is a part of, and so all of that can be sent in one message.
--
-- The transaction's end waits for no disk: the log can always fill a read model again, and what a crash of Postgres
-- loses is applied again, with its checkpoint.
WITH moved AS (
    UPDATE $schema.checkpoints c
    SET next_offset = n.next_offset, claim = n.claim, seq = n.seq, first_print = coalesce(n.first_print, c.first_print),
        last_offset = n.last_offset, last_print = n.last_print
    FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                $8::bigint[], $9::bigint[], $10::bigint[])
         AS n (part, next_offset, claim, seq, first_print, last_offset, last_print, from_offset, from_claim, from_seq)
    WHERE c.part = n.part AND c.next_offset = n.from_offset AND c.claim = n.from_claim AND c.seq = n.from_seq
    RETURNING c.part
)
SELECT set_config('synchronous_commit', 'off', true),
       1 / (count(*) = cardinality($1::int[])
            AND NOT ($11::boolean AND EXISTS (SELECT FROM $schema.parked WHERE part = ANY ($1::int[]))))::int
FROM moved
