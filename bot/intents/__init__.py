"""Tell what a message to Waymark is meant as: a note, a question, a command or small talk."""
