"""What a council wants and who does what: strategies, their editions, goals, paths, actions and how they are going."""
