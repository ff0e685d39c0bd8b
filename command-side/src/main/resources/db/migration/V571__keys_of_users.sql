-- owner: command-side
comment on table customer_key is 'The keys that seal personal data, of customers and of users alike; the first column is the owner''s id.';
