"""What is written about endorsements: by the secretariat, by municipal contacts, through links and by timers."""
