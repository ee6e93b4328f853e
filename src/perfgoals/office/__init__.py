"""Office files (.xlsx, .docx): what they hold, before anybody asks what it means."""
