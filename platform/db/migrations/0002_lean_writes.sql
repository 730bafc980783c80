-- Every row of these tables is written by one statement that has the site's own row in hand: a look-up of that row for each of them proves nothing.
alter table records drop constraint records_site_id_fkey;
alter table command_log drop constraint command_log_site_id_fkey;
alter table stock_move drop constraint stock_move_site_id_fkey;

-- In the order of writing: each sequence is one command, so the key says the same and grows at its end.
alter table stock_move drop constraint stock_move_pkey;
alter table stock_move add primary key (site_id, site_seq, entry_no);
