"""What other programs rely on, proved from outside: by commands in processes of their own, and over HTTP."""
