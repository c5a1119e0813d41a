SELECT event, label FROM events WHERE regexp_matches(label, '^Army of .* (attacked|shelled) ', 'i')
