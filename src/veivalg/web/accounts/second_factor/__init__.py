"""The second factor of sign-in (andre faktor): code app, passkeys and recovery codes."""
