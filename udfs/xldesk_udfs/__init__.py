"""Excel functions and macros of xldesk: thin modules over the desk; the functions come next."""
