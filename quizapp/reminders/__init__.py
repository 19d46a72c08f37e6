"""Reminders: one a day at most, by e-mail or as a notification on a device, off until somebody turns them on."""
