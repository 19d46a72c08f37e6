"""Study sessions: conferences, class and branch meetings, make-ups, and who attended."""
