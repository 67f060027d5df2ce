"""Who may do what: every role, every permission, one table, one door. No tables in the database."""
