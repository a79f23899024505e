-- When and why reading the lists anew last failed there, as JSON; nothing once it worked again.
ALTER TABLE pc ADD COLUMN refresh_failed TEXT;
